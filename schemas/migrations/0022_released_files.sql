CREATE TABLE "made_of" (
	"sha256" text NOT NULL,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "made_of_sha256_entry_id_pk" PRIMARY KEY("sha256","entry_id")
);
--> statement-breakpoint
CREATE TABLE "released_document" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"round" text NOT NULL,
	"n" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"withdrawn_by" text,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "released_document_n" UNIQUE("entry_id","round","n")
);
--> statement-breakpoint
CREATE TABLE "approved_letter" (
	"letter_id" uuid PRIMARY KEY NOT NULL,
	"approval_id" uuid NOT NULL,
	"entry_state" text,
	"decision_id" uuid,
	"reader" text
);
--> statement-breakpoint
ALTER TABLE "made_of" ADD CONSTRAINT "made_of_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "released_document" ADD CONSTRAINT "released_document_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_letter" ADD CONSTRAINT "approved_letter_letter_id_letter_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letter"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_letter" ADD CONSTRAINT "approved_letter_approval_id_approval_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approval"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "made_of_entry" ON "made_of" USING btree ("entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "released_document_open" ON "released_document" USING btree ("entry_id","round","sha256") WHERE withdrawn_at is null;--> statement-breakpoint
-- Files of packages that were written before: a masked text bears the code of its entry, what bears none was made of every entry of its letter.
INSERT INTO "made_of" ("sha256", "entry_id")
SELECT DISTINCT a ->> 'sha256', e."id" FROM "letter" l
CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(l."facts" -> 'attached') = 'array' THEN l."facts" -> 'attached' ELSE '[]'::jsonb END) a
CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(l."facts" -> 'entries') = 'array' THEN l."facts" -> 'entries' ELSE '[]'::jsonb END) f
JOIN "entry" e ON e."code" = f ->> 'code'
WHERE l."kind" = 'judge-package' AND a ->> 'sha256' IS NOT NULL AND (
  a ->> 'filename' IN (e."code", e."code" || '.txt') OR starts_with(a ->> 'filename', e."code" || ' ')
  OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements(l."facts" -> 'entries') o WHERE starts_with(a ->> 'filename', o ->> 'code')))
ON CONFLICT DO NOTHING;

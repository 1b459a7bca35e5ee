CREATE TABLE "audit_text" (
	"id" text PRIMARY KEY NOT NULL,
	"n" integer NOT NULL,
	"name" text NOT NULL,
	"salt" text,
	"text" text,
	"erased_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "entry_decision" ADD COLUMN "changes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_text_event" ON "audit_text" USING btree ("n");--> statement-breakpoint
UPDATE "entry_decision" d SET "changes" = coalesce((SELECT jsonb_agg(c."n" ORDER BY c."n") FROM "entry_change" c WHERE c."entry_ids" ? d."entry_id"::text AND c."undone_at" IS NULL AND c."at" <= d."at"), '[]'::jsonb);

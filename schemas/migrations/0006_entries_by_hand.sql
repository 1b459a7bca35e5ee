CREATE TABLE "entry_change" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"action" text NOT NULL,
	"entry_ids" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" text,
	CONSTRAINT "entry_change_n_unique" UNIQUE("n")
);
--> statement-breakpoint
ALTER TABLE "entry_version" DROP CONSTRAINT "entry_version_message_id_unique";--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "entry_version" ADD COLUMN "form" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "entry_version" ADD COLUMN "documents" jsonb;--> statement-breakpoint
ALTER TABLE "entry_version" ADD CONSTRAINT "entry_version_form" UNIQUE("message_id","form");
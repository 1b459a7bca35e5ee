CREATE TABLE "entry_tagging" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"tags" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "entry_tagging" ADD CONSTRAINT "entry_tagging_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;
CREATE TABLE "entry_recheck" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"rules_sha256" text NOT NULL,
	"appeared" jsonb NOT NULL,
	"gone" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "entry_recheck" ADD CONSTRAINT "entry_recheck_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_recheck" ADD CONSTRAINT "entry_recheck_rules_sha256_rules_version_sha256_fk" FOREIGN KEY ("rules_sha256") REFERENCES "public"."rules_version"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entry_recheck_entry" ON "entry_recheck" USING btree ("entry_id","at");
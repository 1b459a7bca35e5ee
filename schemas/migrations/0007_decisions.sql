CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"code" text NOT NULL,
	"what" text NOT NULL,
	"about" text NOT NULL,
	"letters" jsonb NOT NULL,
	"hash" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "approval_n_unique" UNIQUE("n"),
	CONSTRAINT "approval_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "entry_decision" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"word" text NOT NULL,
	"reason" text,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"standing" text NOT NULL,
	"rules_sha256" text NOT NULL,
	"message_id" uuid,
	"letter_id" uuid
);
--> statement-breakpoint
ALTER TABLE "entry_decision" ADD CONSTRAINT "entry_decision_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_decision" ADD CONSTRAINT "entry_decision_version_id_entry_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."entry_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_decision" ADD CONSTRAINT "entry_decision_rules_sha256_rules_version_sha256_fk" FOREIGN KEY ("rules_sha256") REFERENCES "public"."rules_version"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entry_decision_entry" ON "entry_decision" USING btree ("entry_id","at");
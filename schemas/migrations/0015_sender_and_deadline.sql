CREATE TABLE "deadline_change" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer,
	"approval_id" uuid NOT NULL,
	"before" timestamp with time zone NOT NULL,
	"closes" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"decision_no" text NOT NULL,
	"in_time" jsonb NOT NULL,
	"approved_at" timestamp with time zone,
	"rules_sha256" text,
	CONSTRAINT "deadline_change_n_unique" UNIQUE("n"),
	CONSTRAINT "deadline_change_approval_id_unique" UNIQUE("approval_id")
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "authentication" jsonb;--> statement-breakpoint
ALTER TABLE "deadline_change" ADD CONSTRAINT "deadline_change_approval_id_approval_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approval"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_change" ADD CONSTRAINT "deadline_change_rules_sha256_rules_version_sha256_fk" FOREIGN KEY ("rules_sha256") REFERENCES "public"."rules_version"("sha256") ON DELETE no action ON UPDATE no action;
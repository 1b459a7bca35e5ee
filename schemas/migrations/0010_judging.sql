CREATE TABLE "assignment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"round" text NOT NULL,
	"state" text NOT NULL,
	"proposal_id" uuid,
	"assigned_by" text NOT NULL,
	"assigned_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "assignment_proposal" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"round" text NOT NULL,
	"seed" text NOT NULL,
	"per_entry" integer NOT NULL,
	"result" jsonb NOT NULL,
	"hash" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "assignment_proposal_n_unique" UNIQUE("n")
);
--> statement-breakpoint
CREATE TABLE "body_member" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"body" text NOT NULL,
	"name" text NOT NULL,
	"agency" text,
	"emails" jsonb NOT NULL,
	"phones" jsonb NOT NULL,
	"role" text,
	"decision" text,
	"from_day" text,
	"to_day" text,
	"areas" jsonb NOT NULL,
	"max_load" integer,
	"added_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "declared_conflict" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"ground" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"message_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "declared_conflict_once" UNIQUE("member_id","entry_id","ground")
);
--> statement-breakpoint
CREATE TABLE "judge_absence" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone,
	"why" text NOT NULL,
	"said" text NOT NULL,
	"message_id" uuid,
	"ended_at" timestamp with time zone,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_mark" (
	"sheet_id" uuid NOT NULL,
	"criterion" text NOT NULL,
	"hundredths" integer NOT NULL,
	CONSTRAINT "score_mark_sheet_id_criterion_pk" PRIMARY KEY("sheet_id","criterion")
);
--> statement-breakpoint
CREATE TABLE "score_sheet" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"assignment_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"version_id" uuid NOT NULL,
	"state" text NOT NULL,
	"comment" text,
	"channel" text NOT NULL,
	"message_id" uuid,
	"actor" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "score_sheet_n" UNIQUE("assignment_id","n")
);
--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_member_id_body_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."body_member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_proposal_id_assignment_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."assignment_proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declared_conflict" ADD CONSTRAINT "declared_conflict_member_id_body_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."body_member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declared_conflict" ADD CONSTRAINT "declared_conflict_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judge_absence" ADD CONSTRAINT "judge_absence_member_id_body_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."body_member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_mark" ADD CONSTRAINT "score_mark_sheet_id_score_sheet_id_fk" FOREIGN KEY ("sheet_id") REFERENCES "public"."score_sheet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_sheet" ADD CONSTRAINT "score_sheet_assignment_id_assignment_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_sheet" ADD CONSTRAINT "score_sheet_version_id_entry_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."entry_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_open" ON "assignment" USING btree ("entry_id","member_id","round") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "assignment_member" ON "assignment" USING btree ("member_id","round");--> statement-breakpoint
CREATE INDEX "assignment_entry" ON "assignment" USING btree ("entry_id","round");--> statement-breakpoint
CREATE INDEX "body_member_body" ON "body_member" USING btree ("body");--> statement-breakpoint
CREATE INDEX "judge_absence_member" ON "judge_absence" USING btree ("member_id");
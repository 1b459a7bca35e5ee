CREATE TABLE "award" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"prize" text NOT NULL,
	"slot" integer NOT NULL,
	"entry_id" uuid,
	"state" text NOT NULL,
	"hash" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"document" text,
	"document_date" text,
	"handed_to" text,
	"handed_over_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "chair_decision" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"hundredths" integer NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commendation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"unit" text,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "commendation_n_unique" UNIQUE("n")
);
--> statement-breakpoint
CREATE TABLE "defence_slot" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"place" text NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"cancelled_at" timestamp with time zone,
	"actor" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "follow_up" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"note" text NOT NULL,
	"months" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "round_outcome" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"round" text NOT NULL,
	"hash" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reopened_at" timestamp with time zone,
	"reopened_by" text
);
--> statement-breakpoint
CREATE TABLE "round_standing" (
	"outcome_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"mean" text NOT NULL,
	"adjusted" text,
	"sheets" jsonb NOT NULL,
	"advanced" boolean NOT NULL,
	CONSTRAINT "round_standing_outcome_id_entry_id_pk" PRIMARY KEY("outcome_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "special_award" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"state" text NOT NULL,
	"asked_in" text,
	"asked_on" text,
	"document" text,
	"document_date" text,
	"amount" bigint,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "award" ADD CONSTRAINT "award_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chair_decision" ADD CONSTRAINT "chair_decision_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "defence_slot" ADD CONSTRAINT "defence_slot_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_standing" ADD CONSTRAINT "round_standing_outcome_id_round_outcome_id_fk" FOREIGN KEY ("outcome_id") REFERENCES "public"."round_outcome"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_standing" ADD CONSTRAINT "round_standing_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "special_award" ADD CONSTRAINT "special_award_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "award_slot" ON "award" USING btree ("prize","slot") WHERE revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "award_entry" ON "award" USING btree ("entry_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "chair_decision_entry" ON "chair_decision" USING btree ("round","entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "defence_slot_entry" ON "defence_slot" USING btree ("round","entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "follow_up_entry" ON "follow_up" USING btree ("entry_id") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "round_outcome_open" ON "round_outcome" USING btree ("round") WHERE reopened_at is null;--> statement-breakpoint
CREATE INDEX "round_standing_entry" ON "round_standing" USING btree ("entry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "special_award_pending" ON "special_award" USING btree ("entry_id") WHERE state <> 'declined';
CREATE TABLE "doomed_bytes" (
	"sha256" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasure" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"why" text NOT NULL,
	"reason" text NOT NULL,
	"hash" text NOT NULL,
	"keys" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "erasure_n_unique" UNIQUE("n")
);
--> statement-breakpoint
CREATE TABLE "person_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"what" text NOT NULL,
	"address" text,
	"message_id" uuid,
	"received_at" timestamp with time zone NOT NULL,
	"answer_due_at" timestamp with time zone NOT NULL,
	"done_due_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"extended_at" timestamp with time zone,
	"state" text DEFAULT 'open' NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"reason" text,
	"erasure_id" uuid,
	CONSTRAINT "person_request_n_unique" UNIQUE("n")
);
--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "entry" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "entry_version" ADD COLUMN "notice_version" text;--> statement-breakpoint
CREATE INDEX "person_request_open" ON "person_request" USING btree ("done_due_at") WHERE state = 'open';
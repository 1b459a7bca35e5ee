CREATE TABLE "audit_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_event_n_unique" UNIQUE("n")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"message_id" uuid NOT NULL,
	"part" text NOT NULL,
	"filename" text,
	"stored_name" text NOT NULL,
	"content_type" text NOT NULL,
	"detected_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"source" text NOT NULL,
	"flags" jsonb NOT NULL,
	CONSTRAINT "document_place" UNIQUE("message_id","part")
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"state" text NOT NULL,
	"state_before_withdrawal" text,
	"received_at" timestamp with time zone NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "entry_number_unique" UNIQUE("number"),
	CONSTRAINT "entry_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "entry_sender" (
	"entry_id" uuid NOT NULL,
	"address" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "entry_sender_once" UNIQUE("entry_id","address")
);
--> statement-breakpoint
CREATE TABLE "entry_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"message_id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"fields" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"rules_sha256" text NOT NULL,
	CONSTRAINT "entry_version_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "entry_version_n" UNIQUE("entry_id","n")
);
--> statement-breakpoint
CREATE TABLE "job" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"key" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"not_before" timestamp with time zone,
	"priority" integer DEFAULT 0 NOT NULL,
	"planned" boolean DEFAULT false NOT NULL,
	"leased_until" timestamp with time zone,
	"lease_owner" uuid,
	"relayed_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	"dead_at" timestamp with time zone,
	CONSTRAINT "job_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "letter" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"to_address" text NOT NULL,
	"reply_to" text,
	"subject" text NOT NULL,
	"facts" jsonb NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"rfc_message_id" text NOT NULL,
	"in_reply_to" text,
	"references" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"entry_id" uuid,
	"message_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"sending_since" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"smtp_reply" text,
	CONSTRAINT "letter_key_unique" UNIQUE("key"),
	CONSTRAINT "letter_rfc_message_id_unique" UNIQUE("rfc_message_id")
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"uidvalidity" bigint,
	"generation" integer DEFAULT 0 NOT NULL,
	"last_uid" bigint DEFAULT 0 NOT NULL,
	"first_scan_done_at" timestamp with time zone,
	"last_scan_at" timestamp with time zone,
	"last_reconcile_at" timestamp with time zone,
	"present" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"owner_epoch" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp with time zone,
	"problem" text,
	"problem_since" timestamp with time zone,
	CONSTRAINT "mailbox_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"uidvalidity" bigint NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"uid" bigint NOT NULL,
	"internal_date" timestamp with time zone NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text,
	"content_sha256" text,
	"raw_deleted_at" timestamp with time zone,
	"message_id" text,
	"from_address" text,
	"subject" text,
	"backlog" boolean DEFAULT false NOT NULL,
	"kind" text,
	"why" jsonb,
	"outcome" text,
	"outcome_reason" text,
	"duplicate_of" uuid,
	"entry_id" uuid,
	"reading" jsonb,
	"stored_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"tidied_at" timestamp with time zone,
	CONSTRAINT "message_place" UNIQUE("mailbox_id","uidvalidity","generation","uid")
);
--> statement-breakpoint
CREATE TABLE "receipt_version" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"letter_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rules_version" (
	"sha256" text PRIMARY KEY NOT NULL,
	"contest_id" text NOT NULL,
	"first_used_at" timestamp with time zone NOT NULL,
	"contest" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_sender" ADD CONSTRAINT "entry_sender_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_version" ADD CONSTRAINT "entry_version_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_version" ADD CONSTRAINT "entry_version_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_version" ADD CONSTRAINT "entry_version_rules_sha256_rules_version_sha256_fk" FOREIGN KEY ("rules_sha256") REFERENCES "public"."rules_version"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_mailbox_id_mailbox_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_version" ADD CONSTRAINT "receipt_version_version_id_entry_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."entry_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_version" ADD CONSTRAINT "receipt_version_letter_id_letter_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letter"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_event_hash" ON "audit_event" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "entry_sender_address" ON "entry_sender" USING btree ("address");--> statement-breakpoint
CREATE INDEX "job_open" ON "job" USING btree ("due_at") WHERE done_at is null and dead_at is null;--> statement-breakpoint
CREATE INDEX "letter_state" ON "letter" USING btree ("state");--> statement-breakpoint
CREATE INDEX "letter_to" ON "letter" USING btree ("to_address","created_at");--> statement-breakpoint
CREATE INDEX "letter_entry" ON "letter" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "letter_message" ON "letter" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_sha256" ON "message" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "message_content_sha256" ON "message" USING btree ("content_sha256");--> statement-breakpoint
CREATE INDEX "message_rfc_id" ON "message" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_outcome" ON "message" USING btree ("outcome");--> statement-breakpoint
CREATE INDEX "message_from" ON "message" USING btree ("from_address","stored_at");--> statement-breakpoint
CREATE INDEX "receipt_version_letter" ON "receipt_version" USING btree ("letter_id");
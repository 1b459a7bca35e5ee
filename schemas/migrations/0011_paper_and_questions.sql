CREATE TABLE "paper_record" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"sender" text NOT NULL,
	"name" text,
	"code" text,
	"entered_by" text NOT NULL,
	"reason" text NOT NULL,
	"entered_at" timestamp with time zone NOT NULL,
	"staff_message_id" uuid
);
--> statement-breakpoint
CREATE TABLE "question" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"n" integer NOT NULL,
	"state" text NOT NULL,
	"asker" text NOT NULL,
	"subject" text,
	"entry_id" uuid,
	"asked_at" timestamp with time zone NOT NULL,
	"owner" text,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"answered_how" text,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"closed_reason" text,
	CONSTRAINT "question_n_unique" UNIQUE("n")
);
--> statement-breakpoint
CREATE TABLE "question_post" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"question_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"answer" boolean NOT NULL,
	"message_id" uuid,
	"letter_id" uuid,
	"sent_id" text,
	"by" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "question_post_message" UNIQUE("message_id"),
	CONSTRAINT "question_post_letter" UNIQUE("letter_id"),
	CONSTRAINT "question_post_sent" UNIQUE("sent_id")
);
--> statement-breakpoint
ALTER TABLE "paper_record" ADD CONSTRAINT "paper_record_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_post" ADD CONSTRAINT "question_post_question_id_question_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."question"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "question_asker" ON "question" USING btree ("asker");--> statement-breakpoint
CREATE INDEX "question_state" ON "question" USING btree ("state","asked_at");--> statement-breakpoint
CREATE INDEX "question_post_question" ON "question_post" USING btree ("question_id","at");
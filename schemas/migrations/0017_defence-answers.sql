CREATE TABLE "defence_answer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slot_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"answer" text NOT NULL,
	"message_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "defence_answer" ADD CONSTRAINT "defence_answer_slot_id_defence_slot_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."defence_slot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "defence_answer" ADD CONSTRAINT "defence_answer_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "defence_answer_message" ON "defence_answer" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "defence_answer_slot" ON "defence_answer" USING btree ("slot_id");
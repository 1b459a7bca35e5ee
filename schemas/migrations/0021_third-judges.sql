CREATE TABLE "divergence_proposal" (
	"approval_id" uuid PRIMARY KEY NOT NULL,
	"ask" text NOT NULL,
	"round" text NOT NULL,
	"entry_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"standing" text NOT NULL,
	"due_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "divergence_proposal" ADD CONSTRAINT "divergence_proposal_approval_id_approval_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approval"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "divergence_proposal" ADD CONSTRAINT "divergence_proposal_entry_id_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "divergence_proposal" ADD CONSTRAINT "divergence_proposal_member_id_body_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."body_member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "divergence_proposal_entry" ON "divergence_proposal" USING btree ("round","entry_id");
ALTER TABLE "mailbox" ADD COLUMN "present_to" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "job_fresh" ON "job" USING btree ("due_at") WHERE done_at is null and dead_at is null and relayed_at is null;--> statement-breakpoint
-- A job's row is written four times in its life: with room left in each page its next version lies beside it.
ALTER TABLE "job" SET (fillfactor = 50);

ALTER TABLE "approval" ADD COLUMN "first_by" text;--> statement-breakpoint
ALTER TABLE "approval" ADD COLUMN "first_at" timestamp with time zone;
ALTER TABLE "document" ADD COLUMN "text_state" text;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "text_method" text;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "text_quality" real;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "text_failure" text;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "words" text;
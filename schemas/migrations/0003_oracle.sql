CREATE TABLE "restoration" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reason" text NOT NULL,
	"noticed_at" timestamp with time zone NOT NULL,
	"number_floor" integer DEFAULT 0 NOT NULL,
	"number_bound" integer DEFAULT 0 NOT NULL,
	"read_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "from_copy_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "raw_size" bigint;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "may_be_answered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "restoration_open" ON "restoration" USING btree (("ended_at" is null)) WHERE ended_at is null;
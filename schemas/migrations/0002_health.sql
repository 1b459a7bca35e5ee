CREATE TABLE "heartbeat" (
	"process_id" uuid NOT NULL,
	"loop" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_progress" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "heartbeat_process_id_loop_pk" PRIMARY KEY("process_id","loop")
);
--> statement-breakpoint
CREATE TABLE "trouble" (
	"part" text NOT NULL,
	"host" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"since" timestamp with time zone,
	"last_seen" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"told_at" timestamp with time zone,
	CONSTRAINT "trouble_part_host_pk" PRIMARY KEY("part","host")
);
--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "unclear" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "refusal_told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mailbox" DROP COLUMN "problem";--> statement-breakpoint
ALTER TABLE "mailbox" DROP COLUMN "problem_since";
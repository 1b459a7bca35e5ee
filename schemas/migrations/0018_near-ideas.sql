CREATE TABLE "entry_meaning" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"vector" real[] NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "near_idea" (
	"entry_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"nearness" real NOT NULL,
	CONSTRAINT "near_idea_entry_id_other_id_pk" PRIMARY KEY("entry_id","other_id")
);

CREATE TABLE "compared_text" (
	"id" serial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"entry_id" uuid,
	"message_id" uuid,
	"part" text,
	"label" text NOT NULL,
	"file" text,
	"sha256" text NOT NULL,
	"algorithm" integer NOT NULL,
	"words" integer NOT NULL,
	"text" text NOT NULL,
	"hashes" bigint[] NOT NULL,
	"added_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fingerprint" (
	"hash" bigint NOT NULL,
	"text_id" integer NOT NULL,
	CONSTRAINT "fingerprint_hash_text_id_pk" PRIMARY KEY("hash","text_id")
);
--> statement-breakpoint
CREATE TABLE "fingerprint_count" (
	"hash" bigint PRIMARY KEY NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shared_passage" (
	"text_id" integer NOT NULL,
	"other_id" integer NOT NULL,
	"from" integer NOT NULL,
	"to" integer NOT NULL,
	"other_from" integer NOT NULL,
	"other_to" integer NOT NULL,
	CONSTRAINT "shared_passage_text_id_other_id_from_other_from_pk" PRIMARY KEY("text_id","other_id","from","other_from")
);
--> statement-breakpoint
ALTER TABLE "shared_passage" ADD CONSTRAINT "shared_passage_text_id_compared_text_id_fk" FOREIGN KEY ("text_id") REFERENCES "public"."compared_text"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_passage" ADD CONSTRAINT "shared_passage_other_id_compared_text_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."compared_text"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "compared_text_entry" ON "compared_text" USING btree ("entry_id","sha256") WHERE entry_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "compared_text_collection" ON "compared_text" USING btree ("kind","sha256") WHERE entry_id is null;--> statement-breakpoint
CREATE INDEX "shared_passage_other" ON "shared_passage" USING btree ("other_id");
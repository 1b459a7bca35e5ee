CREATE TABLE "agency_contact_state" (
	"agency_id" text NOT NULL,
	"address" text NOT NULL,
	"why" text NOT NULL,
	"paused_until" timestamp with time zone,
	"said" text NOT NULL,
	"message_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "agency_contact_state_agency_id_address_pk" PRIMARY KEY("agency_id","address")
);

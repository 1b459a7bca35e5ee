CREATE INDEX "letter_created" ON "letter" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "message_stored" ON "message" USING btree ("stored_at");
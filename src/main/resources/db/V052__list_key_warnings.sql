-- What owners heard about a key of their list. warned: of a current key the days before its end at the last mail, of a requested one the days it had waited
-- then; 0 for none.
ALTER TABLE list_key ADD COLUMN warned ${long} NOT NULL DEFAULT 0;

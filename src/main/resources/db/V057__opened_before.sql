-- What keys of lists have opened is remembered longer than signatures, which grow old by themselves: until when, stands with each.
ALTER TABLE accepted_signature ADD COLUMN until ${long} NOT NULL DEFAULT 0;
UPDATE accepted_signature SET until = at + 1209600000; -- 14 days
DROP INDEX accepted_signature_at;
CREATE INDEX accepted_signature_until ON accepted_signature (until);

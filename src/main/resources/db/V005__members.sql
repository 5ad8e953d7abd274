-- What members may choose besides delivery and digest. away_until: nothing is sent before this moment. stopped_by: why
-- delivery is 0, as Member.Delivery names it. topics: '+NAME' and '-NAME' with blanks between.
ALTER TABLE member ADD COLUMN away_until ${long} NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN stopped_by TEXT NOT NULL DEFAULT 'OFF_BY_MEMBER';
ALTER TABLE member ADD COLUMN own_posts ${long} NOT NULL DEFAULT 1;
ALTER TABLE member ADD COLUMN duplicates ${long} NOT NULL DEFAULT 1;
ALTER TABLE member ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN topics TEXT NOT NULL DEFAULT '';

-- Keys of the addresses in To and Cc of a post, with blanks between.
ALTER TABLE posting ADD COLUMN named TEXT NOT NULL DEFAULT '';

-- Every address an account owns, its login among them.
CREATE TABLE account_address (
    address_key ${key} PRIMARY KEY,
    account     ${key} NOT NULL REFERENCES account (address_key) ON DELETE CASCADE,
    address     TEXT NOT NULL,
    preferred   ${long} NOT NULL,
    since       ${long} NOT NULL
)${strict};
CREATE INDEX account_address_account ON account_address (account);
INSERT INTO account_address (address_key, account, address, preferred, since)
SELECT address_key, address_key, address, 1, created FROM account;

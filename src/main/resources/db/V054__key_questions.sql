-- When servers of others were asked for news of a member's key: one row for an address and a key, whatever lists they are on.
CREATE TABLE key_question (
    address_key ${key} NOT NULL,
    fingerprint ${key} NOT NULL,
    asked       ${long} NOT NULL,
    PRIMARY KEY (address_key, fingerprint)
)${strict};

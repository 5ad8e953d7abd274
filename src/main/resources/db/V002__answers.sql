-- Whom we answered, under the spelling that rate limits count by; rows go when their grace is over.
CREATE TABLE answer (
    address ${key} NOT NULL,
    kind    TEXT NOT NULL,
    until   ${long} NOT NULL,
    PRIMARY KEY (address, kind)
)${strict};
CREATE INDEX answer_until ON answer (until);

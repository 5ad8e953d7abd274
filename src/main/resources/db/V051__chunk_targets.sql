-- Recipients of a chunk, which never change, apart from what became of them, which changes several times: with both in one row each settling wrote
-- all addresses anew.
CREATE TABLE chunk_targets (
    posting ${long} NOT NULL,
    number  ${long} NOT NULL,
    targets TEXT NOT NULL,
    PRIMARY KEY (posting, number),
    FOREIGN KEY (posting, number) REFERENCES chunk (posting, number) ON DELETE CASCADE
)${strict};
INSERT INTO chunk_targets (posting, number, targets) SELECT posting, number, targets FROM chunk;
ALTER TABLE chunk DROP COLUMN targets;

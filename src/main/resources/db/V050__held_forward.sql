-- To whom a held post was sent for advice; each address once.
CREATE TABLE held_forward (
    posting     ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    address_key ${key} NOT NULL,
    address     TEXT NOT NULL,
    at          ${long} NOT NULL,
    PRIMARY KEY (posting, address_key)
)${strict};

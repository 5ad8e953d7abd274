-- With which cipher copies in S/MIME go to a member. chosen: what somebody said for him. certificate, heard, said: of the certificate that copies were sealed to,
-- what the member's program announced inside a signature, and when that was made; the newest one.
CREATE TABLE smime_cipher (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    address_key ${key} NOT NULL,
    chosen      TEXT,
    certificate ${key},
    heard       TEXT,
    said        ${long},
    PRIMARY KEY (list, address_key)
)${strict};

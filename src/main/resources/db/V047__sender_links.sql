-- Links that went by mail to an address of a sender. purpose: page (keys, password, addresses), undo (takes a change of addresses back). The
-- token is not kept. before_change: addresses as they were, a line each, the primary one first; empty for page. ended: used, or void.
CREATE TABLE sender_link (
    id            ${long} PRIMARY KEY,
    sender        ${key} NOT NULL REFERENCES sender (id) ON DELETE CASCADE,
    address_key   ${key} NOT NULL,
    address       TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    before_change TEXT NOT NULL,
    sent          ${long} NOT NULL,
    expires       ${long} NOT NULL,
    ended         ${long},
    wrong         ${long} NOT NULL DEFAULT 0
)${strict};
CREATE INDEX sender_link_sender ON sender_link (sender);
CREATE INDEX sender_link_address ON sender_link (address_key);
CREATE INDEX sender_link_expires ON sender_link (expires);

-- Addresses that a sender gave up and can take back until then: nobody else gets them.
CREATE TABLE sender_reserved (
    address_key ${key} PRIMARY KEY,
    sender      ${key} NOT NULL REFERENCES sender (id) ON DELETE CASCADE,
    ends        ${long} NOT NULL
)${strict};
CREATE INDEX sender_reserved_sender ON sender_reserved (sender);
CREATE INDEX sender_reserved_ends ON sender_reserved (ends);

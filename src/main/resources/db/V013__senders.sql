-- Authorised senders. id: UUIDv7. state: active, suspended, tombstone. Keys made before keys_from are void: that is how deleting ends all
-- of them and restoring is one UPDATE of one row.
CREATE TABLE sender (
    id          ${key} PRIMARY KEY,
    state       TEXT NOT NULL,
    created_by  TEXT NOT NULL,
    created     ${long} NOT NULL,
    tombstoned  ${long},
    purge_after ${long},
    keys_from   ${long} NOT NULL
)${strict};
CREATE INDEX sender_purge ON sender (purge_after) WHERE purge_after IS NOT NULL;

-- All verified. rank 0 is the primary one.
CREATE TABLE sender_address (
    address_key ${key} PRIMARY KEY,
    sender      ${key} NOT NULL REFERENCES sender (id) ON DELETE CASCADE,
    address     TEXT NOT NULL,
    rank        ${long} NOT NULL,
    verified    ${long} NOT NULL
)${strict};
CREATE INDEX sender_address_sender ON sender_address (sender);

CREATE TABLE list_group (
    name    ${key} PRIMARY KEY,
    created ${long} NOT NULL
)${strict};

CREATE TABLE list_group_list (
    name ${key} NOT NULL REFERENCES list_group (name) ON DELETE CASCADE,
    list ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    PRIMARY KEY (name, list)
)${strict};
CREATE INDEX list_group_list_list ON list_group_list (list);

-- On one list or on one group. only_from: address keys, a line each; empty is all. A sender with grants cannot be removed.
CREATE TABLE list_grant (
    list       ${long} REFERENCES list (id) ON DELETE CASCADE,
    list_group ${key} REFERENCES list_group (name) ON DELETE CASCADE,
    sender     ${key} NOT NULL REFERENCES sender (id) ON DELETE RESTRICT,
    only_from  TEXT NOT NULL,
    reapprove  ${long} NOT NULL,
    paused     ${long} NOT NULL,
    granted_by TEXT NOT NULL,
    granted    ${long} NOT NULL,
    expires    ${long}
)${strict};
CREATE UNIQUE INDEX list_grant_target ON list_grant (COALESCE(list, 0), COALESCE(list_group, ''), sender);
CREATE INDEX list_grant_sender ON list_grant (sender);
CREATE INDEX list_grant_list ON list_grant (list);

-- What purged senders had.
CREATE TABLE grant_history (
    sender     ${key} NOT NULL,
    address    TEXT NOT NULL,
    target     TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted    ${long} NOT NULL,
    ended      ${long} NOT NULL
)${strict};

-- Whose: a sender, or a moderator of a list. only_lists: list numbers, a line each; empty is all. max_uses, per_day: 0 is no limit.
CREATE TABLE sender_credential (
    kid        ${key} PRIMARY KEY,
    sender     ${key} REFERENCES sender (id) ON DELETE CASCADE,
    list       ${long} REFERENCES list (id) ON DELETE CASCADE,
    moderator  ${key},
    kind       TEXT NOT NULL,
    label      TEXT NOT NULL,
    verifier   ${blob} NOT NULL,
    only_lists TEXT NOT NULL,
    max_uses   ${long} NOT NULL,
    uses       ${long} NOT NULL,
    per_day    ${long} NOT NULL,
    created    ${long} NOT NULL,
    expires    ${long},
    ended      ${long},
    reason     TEXT NOT NULL,
    last_used  ${long}
)${strict};
CREATE INDEX sender_credential_sender ON sender_credential (sender);
CREATE INDEX sender_credential_list ON sender_credential (list);

-- Which texts used which key in the last day; digest is a MAC.
CREATE TABLE sender_use (
    kid    ${key} NOT NULL REFERENCES sender_credential (kid) ON DELETE CASCADE,
    digest ${blob} NOT NULL,
    at     ${long} NOT NULL,
    PRIMARY KEY (kid, digest)
)${strict};

-- Who was asked to become a sender. The token is not kept. Rows go when their time is over.
CREATE TABLE sender_invitation (
    id          ${long} PRIMARY KEY,
    address_key ${key} NOT NULL,
    address     TEXT NOT NULL,
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    on_list     ${long} REFERENCES list (id) ON DELETE CASCADE,
    on_group    ${key} REFERENCES list_group (name) ON DELETE CASCADE,
    sender      ${key} REFERENCES sender (id) ON DELETE CASCADE,
    invited_by  TEXT NOT NULL,
    state       TEXT NOT NULL,
    asked       ${long} NOT NULL,
    expires     ${long} NOT NULL,
    wrong       ${long} NOT NULL DEFAULT 0
)${strict};
CREATE UNIQUE INDEX sender_invitation_open ON sender_invitation (address_key) WHERE state = 'ASKED';
CREATE INDEX sender_invitation_expires ON sender_invitation (expires);

-- For the limits: who asked whom when, and who wants to be asked no more (by and domain empty).
CREATE TABLE sender_invited (
    address_key ${key} NOT NULL,
    invited_by  TEXT NOT NULL,
    domain      ${key} NOT NULL,
    at          ${long} NOT NULL
)${strict};
CREATE INDEX sender_invited_address ON sender_invited (address_key);
CREATE INDEX sender_invited_at ON sender_invited (at);

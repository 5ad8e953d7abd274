-- One set of migrations for both engines; what they name differently comes in by placeholder.
-- Times are milliseconds since 1970. Keys of addresses and domains are lower case and compared by octet.

CREATE TABLE domain (
    name    ${key} PRIMARY KEY,
    created ${long} NOT NULL
)${strict};

CREATE TABLE list (
    id             ${id},
    address_key    ${key} NOT NULL UNIQUE,
    address        TEXT NOT NULL,
    domain         ${key} NOT NULL REFERENCES domain (name),
    style          TEXT NOT NULL,
    state          TEXT NOT NULL,
    policy_version ${long} NOT NULL,
    created        ${long} NOT NULL
)${strict};
CREATE INDEX list_domain ON list (domain);

CREATE TABLE list_setting (
    list  ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (list, name)
)${strict};

-- Every version is kept: a held post is explained by the version it was judged by.
CREATE TABLE list_policy (
    list    ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    version ${long} NOT NULL,
    text    TEXT NOT NULL,
    at      ${long} NOT NULL,
    PRIMARY KEY (list, version)
)${strict};

-- The number stands in bounce tokens and is never given twice.
CREATE TABLE member (
    number       ${id},
    list         ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    address_key  ${key} NOT NULL,
    address      TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role         TEXT NOT NULL,
    delivery     ${long} NOT NULL,
    digest       TEXT NOT NULL,
    moderated    ${long} NOT NULL,
    hidden       ${long} NOT NULL,
    since        ${long} NOT NULL,
    UNIQUE (list, address_key, role)
)${strict};
CREATE INDEX member_number ON member (list, role, number);
CREATE INDEX member_address ON member (address_key);

CREATE TABLE account (
    address_key ${key} PRIMARY KEY,
    address     TEXT NOT NULL,
    created     ${long} NOT NULL
)${strict};

-- An empty domain means the whole site.
CREATE TABLE account_role (
    account ${key} NOT NULL REFERENCES account (address_key) ON DELETE CASCADE,
    role    TEXT NOT NULL,
    domain  TEXT NOT NULL,
    PRIMARY KEY (account, role, domain)
)${strict};

-- A revoked one keeps its row, so that its number is not given again.
CREATE TABLE account_password (
    account    ${key} NOT NULL REFERENCES account (address_key) ON DELETE CASCADE,
    number     ${long} NOT NULL,
    label      TEXT NOT NULL,
    created    ${long} NOT NULL,
    revoked    ${long},
    salt       ${blob} NOT NULL,
    iterations ${long} NOT NULL,
    stored_key ${blob} NOT NULL,
    server_key ${blob} NOT NULL,
    PRIMARY KEY (account, number)
)${strict};

CREATE TABLE audit_entry (
    sequence ${long} PRIMARY KEY,
    at       ${long} NOT NULL,
    actor    TEXT NOT NULL,
    door     TEXT NOT NULL,
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    chain    TEXT NOT NULL
)${strict};

-- One row: the end of the chain, locked by whoever appends.
CREATE TABLE audit_head (
    id       ${long} PRIMARY KEY,
    sequence ${long} NOT NULL,
    chain    TEXT NOT NULL
)${strict};
INSERT INTO audit_head (id, sequence, chain)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE receipt (
    id          TEXT PRIMARY KEY,
    at          ${long} NOT NULL,
    session     TEXT NOT NULL,
    mail_from   TEXT NOT NULL,
    recipients  TEXT NOT NULL,
    message_id  TEXT,
    content_mac ${blob} NOT NULL,
    size        ${long} NOT NULL
)${strict};
CREATE INDEX receipt_message_id ON receipt (message_id);

-- Apart from the receipt, because octets go after the retention time and the receipt stays.
CREATE TABLE message (
    receipt TEXT PRIMARY KEY REFERENCES receipt (id) ON DELETE CASCADE,
    octets  ${blob} NOT NULL
)${strict};

-- One post on one list, or a notice of ours (then list is null).
-- member_bound: no member with a higher number belongs to the roster; expanded_to: the last one that has its chunk.
-- recipients, delivered: totals of chunks that were removed after the retention time.
-- queue: 'open', 'held' by an administrator, or 'unknown' after a restore.
CREATE TABLE posting (
    id             ${id},
    receipt        TEXT NOT NULL REFERENCES receipt (id) ON DELETE CASCADE,
    list           ${long} REFERENCES list (id) ON DELETE CASCADE,
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL,
    at             ${long} NOT NULL,
    author         TEXT,
    author_key     ${key},
    decision       TEXT NOT NULL,
    source         TEXT NOT NULL,
    rule           ${long} NOT NULL,
    rule_text      TEXT NOT NULL,
    reason         TEXT NOT NULL,
    policy_version ${long} NOT NULL,
    approvals      ${long} NOT NULL,
    facts          TEXT NOT NULL,
    trail          TEXT NOT NULL,
    desk_reason    TEXT NOT NULL DEFAULT '',
    changed        ${long} NOT NULL,
    member_bound   ${long} NOT NULL DEFAULT 0,
    expanded_to    ${long} NOT NULL DEFAULT 0,
    chunks         ${long} NOT NULL DEFAULT 0,
    recipients     ${long} NOT NULL DEFAULT 0,
    delivered      ${long} NOT NULL DEFAULT 0,
    queue          TEXT NOT NULL DEFAULT 'open',
    owner          ${long},
    lease_until    ${long}
)${strict};
CREATE INDEX posting_receipt ON posting (receipt);
CREATE INDEX posting_author ON posting (list, author_key);
CREATE INDEX posting_accepted ON posting (id) WHERE state = 'ACCEPTED';
CREATE INDEX posting_held ON posting (id) WHERE state = 'HELD';

CREATE TABLE notice (
    posting     ${long} PRIMARY KEY REFERENCES posting (id) ON DELETE CASCADE,
    return_path TEXT,
    octets      ${blob} NOT NULL
)${strict};

-- Up to 100 recipients. targets: one line each, membership number, blank, address. done: one bit each.
-- state: 'open', 'held', 'unknown' (restored from a backup: may have been sent), 'done'.
CREATE TABLE chunk (
    posting     ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    number      ${long} NOT NULL,
    size        ${long} NOT NULL,
    targets     TEXT NOT NULL,
    done        ${blob} NOT NULL,
    done_count  ${long} NOT NULL,
    state       TEXT NOT NULL,
    since       ${long} NOT NULL,
    changed     ${long} NOT NULL,
    next_at     ${long} NOT NULL,
    attempts    ${long} NOT NULL,
    reason      TEXT NOT NULL,
    fence       ${long} NOT NULL,
    owner       ${long},
    lease_until ${long},
    PRIMARY KEY (posting, number)
)${strict};
CREATE INDEX chunk_due ON chunk (next_at, posting, number) WHERE state = 'open';
CREATE INDEX chunk_unfinished ON chunk (posting) WHERE state <> 'done';
CREATE INDEX chunk_owner ON chunk (owner) WHERE owner IS NOT NULL;

-- Only recipients that were not delivered at the first try. state: 'deferred', 'held', 'unknown', 'failed'.
CREATE TABLE recipient (
    id          ${id},
    posting     ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    chunk       ${long} NOT NULL,
    place       ${long} NOT NULL,
    membership  ${long},
    address     TEXT NOT NULL,
    state       TEXT NOT NULL,
    since       ${long} NOT NULL,
    changed     ${long} NOT NULL,
    next_at     ${long} NOT NULL,
    attempts    ${long} NOT NULL,
    status      TEXT NOT NULL,
    reply       TEXT NOT NULL,
    fence       ${long} NOT NULL,
    owner       ${long},
    lease_until ${long},
    UNIQUE (posting, chunk, place)
)${strict};
CREATE INDEX recipient_due ON recipient (next_at, id) WHERE state = 'deferred';
CREATE INDEX recipient_unfinished ON recipient (posting) WHERE state <> 'failed';
CREATE INDEX recipient_owner ON recipient (owner) WHERE owner IS NOT NULL;

-- Numbers for the owners of leases, given to a server when it first claims work.
CREATE TABLE node (
    id     ${id},
    opened ${long} NOT NULL
)${strict};

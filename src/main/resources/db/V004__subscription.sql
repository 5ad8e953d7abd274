-- Requests to join or leave. The token is not here: it is made from these values. detail: what the change needs, a line each.
-- state: 'asked' awaits the address, 'waiting' awaits moderators, all others are ends and are kept a month, because a repeated
-- answer is answered alike. mailed: when the address was written to or has answered.
CREATE TABLE request (
    id          ${long} PRIMARY KEY,
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    address_key ${key} NOT NULL,
    address     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    detail      TEXT NOT NULL,
    door        TEXT NOT NULL,
    asker       TEXT NOT NULL,
    state       TEXT NOT NULL,
    asked       ${long} NOT NULL,
    expires     ${long} NOT NULL,
    decide_by   ${long} NOT NULL,
    mailed      ${long},
    wrong       ${long} NOT NULL DEFAULT 0,
    changed     ${long} NOT NULL
)${strict};
CREATE INDEX request_list ON request (list);
CREATE INDEX request_asked ON request (address_key) WHERE state = 'asked';
CREATE INDEX request_waiting ON request (asked) WHERE state = 'waiting';
CREATE INDEX request_unmailed ON request (asked) WHERE state = 'asked' AND mailed IS NULL;
CREATE INDEX request_changed ON request (changed);

-- list null: the whole site.
CREATE TABLE ban (
    list   ${long} REFERENCES list (id) ON DELETE CASCADE,
    target ${key} NOT NULL,
    at     ${long} NOT NULL
)${strict};
CREATE UNIQUE INDEX ban_target ON ban (COALESCE(list, 0), target);

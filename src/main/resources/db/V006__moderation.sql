-- Until when a post waits for moderators; null: for ever, and for posts that were not held.
ALTER TABLE posting ADD COLUMN held_until ${long};
-- On whose desk it lies: 'moderators' or 'owners'; null: moderators.
ALTER TABLE posting ADD COLUMN held_for TEXT;
CREATE INDEX posting_held_until ON posting (held_until) WHERE state = 'HELD';

-- Who may act on a held post by answering a mail. The token itself is not kept: it is a MAC over this row.
-- id: 64 random bits. action: 'moderate' or 'withdraw'. wrong: tokens with this id whose MAC was wrong.
CREATE TABLE desk_key (
    id          ${long} PRIMARY KEY,
    posting     ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    action      TEXT NOT NULL,
    address_key ${key} NOT NULL,
    address     TEXT NOT NULL,
    expires     ${long} NOT NULL,
    wrong       ${long} NOT NULL DEFAULT 0,
    UNIQUE (posting, action, address_key)
)${strict};

-- Who has agreed to a post that needs several approvals; each person once.
CREATE TABLE approval (
    posting  ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    approver ${key} NOT NULL,
    at       ${long} NOT NULL,
    PRIMARY KEY (posting, approver)
)${strict};

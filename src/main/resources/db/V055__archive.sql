-- Posts that are to be put into the archive of their list, since their distribution began. next_at: when it is tried; why: what kept it from
-- being done the last time.
CREATE TABLE archive_wait (
    posting ${long} PRIMARY KEY REFERENCES posting (id) ON DELETE CASCADE,
    list    ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    since   ${long} NOT NULL,
    next_at ${long} NOT NULL,
    tries   ${long} NOT NULL DEFAULT 0,
    why     TEXT NOT NULL DEFAULT ''
)${strict};
CREATE INDEX archive_wait_due ON archive_wait (next_at);
CREATE INDEX archive_wait_list ON archive_wait (list);

-- Numbers given in the archive of a list; none is given twice.
ALTER TABLE list ADD COLUMN archived ${long} NOT NULL DEFAULT 0;

-- Posts that a list keeps. at: when it was received. size: of what lies in archive_octets, which is sealed or the post itself. Nothing of
-- the inside of a sealed one is here.
CREATE TABLE archive_post (
    list    ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    number  ${long} NOT NULL,
    posting ${long} NOT NULL UNIQUE REFERENCES posting (id) ON DELETE CASCADE,
    at      ${long} NOT NULL,
    size    ${long} NOT NULL,
    sealed  ${long} NOT NULL,
    PRIMARY KEY (list, number)
)${strict};

-- Apart, so that a list of posts is read without them.
CREATE TABLE archive_octets (
    posting ${long} PRIMARY KEY REFERENCES archive_post (posting) ON DELETE CASCADE,
    octets  ${blob} NOT NULL
)${strict};

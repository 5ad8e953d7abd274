-- The numbers of the last digest of a list; volume 0 when none was sent. period: the time for which the volume holds.
CREATE TABLE digest (
    list   ${long} PRIMARY KEY REFERENCES list (id) ON DELETE CASCADE,
    volume ${long} NOT NULL,
    issue  ${long} NOT NULL,
    period TEXT NOT NULL
)${strict};

-- Posts that wait for the next digest of their list, in the order of sequence. Their octets stay where they were received.
CREATE TABLE digest_post (
    sequence ${id},
    posting  ${long} NOT NULL UNIQUE REFERENCES posting (id) ON DELETE CASCADE,
    list     ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    since    ${long} NOT NULL
)${strict};
CREATE INDEX digest_post_list ON digest_post (list, sequence);

-- Members whose share of the posts that wait is not the whole: who began to take digests gets what came after
-- behind; who stopped gets one last digest in form of what came until up_to.
CREATE TABLE digest_turn (
    member ${long} PRIMARY KEY REFERENCES member (number) ON DELETE CASCADE,
    list   ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    form   TEXT,
    behind ${long} NOT NULL,
    up_to  ${long}
)${strict};
CREATE INDEX digest_turn_list ON digest_turn (list);

CREATE INDEX member_digest ON member (list) WHERE digest <> 'NONE';

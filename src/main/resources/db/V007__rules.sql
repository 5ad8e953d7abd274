-- What each list remembers of its posts for five days: the same post again is a duplicate, the same Message-ID with another
-- body a suspect. Author and reply tell the same answer of a machine again.
CREATE TABLE post_memory (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    message_id  ${key} NOT NULL,
    content_mac ${blob} NOT NULL,
    author_key  ${key},
    reply       ${long} NOT NULL,
    receipt     TEXT NOT NULL,
    at          ${long} NOT NULL,
    PRIMARY KEY (list, message_id, content_mac)
)${strict};
CREATE INDEX post_memory_at ON post_memory (at);
CREATE INDEX post_memory_reply ON post_memory (list, author_key) WHERE reply = 1;

CREATE TABLE posting_topic (
    posting ${long} NOT NULL REFERENCES posting (id) ON DELETE CASCADE,
    topic   ${key} NOT NULL,
    PRIMARY KEY (posting, topic)
)${strict};

-- Members from whom content was withheld because nothing can be encrypted to them. since: the first time; told: the last notice.
CREATE TABLE missed_post (
    member ${long} PRIMARY KEY REFERENCES member (number) ON DELETE CASCADE,
    since  ${long} NOT NULL,
    told   ${long} NOT NULL
)${strict};
CREATE INDEX recipient_withheld ON recipient (changed) WHERE state = 'failed' AND status = '5.7.10';

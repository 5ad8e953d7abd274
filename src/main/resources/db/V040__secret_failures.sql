-- Wrong secrets by whom they are counted against: "key|SOURCE", "password|SOURCE", "sender|ID". A row goes a day after it began.
CREATE TABLE secret_failure (
    counted ${key} PRIMARY KEY,
    since   ${long} NOT NULL,
    wrong   ${long} NOT NULL,
    latest  ${long} NOT NULL
)${strict};
CREATE INDEX secret_failure_since ON secret_failure (since);

-- Virtual host whose lists alone a sender may post to; empty is the whole site.
ALTER TABLE sender ADD COLUMN scope ${key} NOT NULL DEFAULT '';

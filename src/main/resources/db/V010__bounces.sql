-- How deliveries to a membership stand; only those that ever failed have a row. probe: receipt of the probe that is out.
-- version grows with each change, so that a step is taken by one server only.
CREATE TABLE bounce (
    membership ${long} PRIMARY KEY REFERENCES member (number) ON DELETE CASCADE,
    state      TEXT NOT NULL,
    score      ${long} NOT NULL,
    counted    ${long} NOT NULL,
    seen       ${long} NOT NULL,
    slow_since ${long},
    status     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    report     TEXT NOT NULL,
    warnings   ${long} NOT NULL,
    due        ${long},
    probe      TEXT,
    version    ${long} NOT NULL
)${strict};
CREATE INDEX bounce_due ON bounce (due) WHERE due IS NOT NULL;
CREATE INDEX bounce_probe ON bounce (probe) WHERE probe IS NOT NULL;

-- Recipients that our own delivery gave up are evidence once.
ALTER TABLE recipient ADD COLUMN counted ${long} NOT NULL DEFAULT 0;
CREATE INDEX recipient_uncounted ON recipient (id) WHERE state = 'failed' AND counted = 0;

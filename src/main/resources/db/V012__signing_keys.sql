-- Keys that sign the mail of a domain. record: what stands in the DNS at selector._domainkey.domain. sealed: the private half, which only the master
-- key of the site opens.
CREATE TABLE signing_key (
    domain    ${key} NOT NULL REFERENCES domain (name) ON DELETE CASCADE,
    selector  ${key} NOT NULL,
    algorithm TEXT NOT NULL,
    record    TEXT NOT NULL,
    sealed    ${blob} NOT NULL,
    created   ${long} NOT NULL,
    PRIMARY KEY (domain, selector)
)${strict};

-- Words in place of ours. scope: 'site', 'domain NAME' or 'list NUMBER'; the words go with their domain or list.
CREATE TABLE text_override (
    scope    ${key} NOT NULL,
    id       TEXT NOT NULL,
    language TEXT NOT NULL,
    domain   ${key} REFERENCES domain (name) ON DELETE CASCADE,
    list     ${long} REFERENCES list (id) ON DELETE CASCADE,
    words    TEXT NOT NULL,
    PRIMARY KEY (scope, id, language)
)${strict};
CREATE INDEX text_override_domain ON text_override (domain);
CREATE INDEX text_override_list ON text_override (list);

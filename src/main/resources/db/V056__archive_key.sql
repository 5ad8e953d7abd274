-- The key under which the archive of a list is sealed: 32 octets under the site's master key. It is never changed for another.
CREATE TABLE list_archive_key (
    list    ${long} PRIMARY KEY REFERENCES list (id) ON DELETE CASCADE,
    sealed  ${blob} NOT NULL,
    created ${long} NOT NULL
)${strict};

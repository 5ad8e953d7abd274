-- One row while an administrator has stopped all delivery of the site; none otherwise.
CREATE TABLE delivery_stop (
    id    ${long} PRIMARY KEY CHECK (id = 1),
    since ${long} NOT NULL
)${strict};

-- Posts of a list are counted while its subject prefix shows their number; post_number 0: not counted.
ALTER TABLE list ADD COLUMN posts ${long} NOT NULL DEFAULT 0;
ALTER TABLE posting ADD COLUMN post_number ${long} NOT NULL DEFAULT 0;

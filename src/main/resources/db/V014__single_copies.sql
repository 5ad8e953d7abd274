-- Posts that nobody gets in a digest, which is in clear: singly = 1.
ALTER TABLE posting ADD COLUMN singly ${long} NOT NULL DEFAULT 0;

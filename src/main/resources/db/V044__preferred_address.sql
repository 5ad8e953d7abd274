-- 1: the membership goes along when the person prefers another address. Such a membership is always at the preferred one.
ALTER TABLE member ADD COLUMN follows_preferred ${long} NOT NULL DEFAULT 0;

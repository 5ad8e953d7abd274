-- What the policy of a list put on a post, for its copies.
ALTER TABLE posting ADD COLUMN tag TEXT;

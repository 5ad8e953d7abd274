-- HMAC over all octets of the message as they are stored, header included; NULL for what was stored before, and for mail of our own.
-- content_mac is over the body alone: it knows duplicates.
ALTER TABLE receipt ADD COLUMN octets_mac ${blob};

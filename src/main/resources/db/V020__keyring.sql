-- A list whose keys, anchors or members' keys were ever written. version grows with all that may change what its keyring holds.
CREATE TABLE list_keyring (
    list    ${long} PRIMARY KEY REFERENCES list (id) ON DELETE CASCADE,
    version ${long} NOT NULL
)${strict};

-- Keys of lists. component: fingerprint of what decrypts (OpenPGP: the subkey), for a wanted certificate of the public key.
-- state: requested, current, retiring, destroyed. sealed: the secret key under the site's master key, empty once it was destroyed.
-- revocation: what would revoke it, sealed likewise. ends: when a transition is over.
CREATE TABLE list_key (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    technology  ${key} NOT NULL,
    component   ${key} NOT NULL,
    fingerprint TEXT NOT NULL,
    state       TEXT NOT NULL,
    certificate ${blob} NOT NULL,
    sealed      ${blob} NOT NULL,
    revocation  ${blob} NOT NULL,
    created     ${long} NOT NULL,
    changed     ${long} NOT NULL,
    expires     ${long},
    ends        ${long},
    PRIMARY KEY (list, technology, component)
)${strict};

-- Keys of members, and of those who ask to become members. slot: openpgp, smime, smime-signing.
-- state: candidate, pending, proved, cooling, active, revoked. deadline: of pending when the challenge is over, of cooling when it is
-- active. challenge: names the row in tokens, 0 for none. warned: days before the end of the last warning, 0 for none.
CREATE TABLE member_key (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    address_key ${key} NOT NULL,
    slot        ${key} NOT NULL,
    fingerprint ${key} NOT NULL,
    address     TEXT NOT NULL,
    state       TEXT NOT NULL,
    source      TEXT NOT NULL,
    certificate ${blob} NOT NULL,
    created     ${long} NOT NULL,
    changed     ${long} NOT NULL,
    expires     ${long},
    deadline    ${long},
    challenge   ${long} NOT NULL,
    wrong       ${long} NOT NULL,
    warned      ${long} NOT NULL,
    PRIMARY KEY (list, address_key, slot, fingerprint)
)${strict};
CREATE INDEX member_key_address ON member_key (address_key);
CREATE INDEX member_key_challenge ON member_key (challenge);
CREATE INDEX member_key_expires ON member_key (state, expires);

-- In which way a member with keys of both technologies wants the copies.
CREATE TABLE key_preference (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    address_key ${key} NOT NULL,
    technology  TEXT NOT NULL,
    PRIMARY KEY (list, address_key)
)${strict};

-- What a list trusts for S/MIME. kind: anchor, intermediate, crl. expires: of a crl its next update.
CREATE TABLE list_trust (
    list        ${long} NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    kind        ${key} NOT NULL,
    fingerprint ${key} NOT NULL,
    subject     TEXT NOT NULL,
    octets      ${blob} NOT NULL,
    added       ${long} NOT NULL,
    expires     ${long},
    PRIMARY KEY (list, kind, fingerprint)
)${strict};

-- Signatures that some list of the site has accepted; mac: MAC of the signature's octets.
CREATE TABLE accepted_signature (
    mac ${blob} PRIMARY KEY,
    at  ${long} NOT NULL
)${strict};
CREATE INDEX accepted_signature_at ON accepted_signature (at);

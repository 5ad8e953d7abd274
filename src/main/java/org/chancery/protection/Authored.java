package org.chancery.protection;

/// What an author encrypted to a list, as the list sends it on: his signature stays what it was.
///
/// The same octets come out whenever the same message is opened again, so a copy that is sealed anew at a retry says the same.
public sealed interface Authored {
    /// A MIME entity, header and body: what people read.
    Plaintext entity();

    /// The innermost entity that the layers gave: where the header fields stand that the author protected (RFC 9788 section 4).
    Plaintext payload();

    /// To be put into a message of the list: the entity that was encrypted, octet for octet, which may be a multipart/signed or a signed
    /// blob of S/MIME; or the multipart/signed that an OpenPGP one-pass signature was turned into, which covers the same octets.
    record Entity(Plaintext entity, Plaintext payload) implements Authored {}

    /// OpenPGP packets that were signed in one pass over octets which multipart/signed cannot carry: only when these packets are
    /// encrypted again as they are does the signature hold. `entity` is what people read, without that signature.
    record Verbatim(Plaintext packets, Plaintext entity) implements Authored {
        @Override
        public Plaintext payload() {
            return entity;
        }
    }
}

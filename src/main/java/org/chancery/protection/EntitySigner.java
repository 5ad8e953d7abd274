package org.chancery.protection;

import java.util.Optional;

/// The list as signer of what it sends: one signature for each post, inside the encryption, the same for all members.
public interface EntitySigner {
    /// The protocol parameter of multipart/signed (RFC 1847 section 2.1).
    String protocol();

    String micalg();

    /// The second part of multipart/signed, header included.
    byte[] signaturePart(byte[] entity);

    /// The text with its signature in one (RFC 9580 section 7); empty in S/MIME, which has nothing of the kind.
    default Optional<byte[]> clearSigned(byte[] text) {
        return Optional.empty();
    }
}

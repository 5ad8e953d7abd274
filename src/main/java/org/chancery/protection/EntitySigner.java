package org.chancery.protection;

/// The list as signer of what it sends: one signature for each post, inside the encryption, the same for all members.
public interface EntitySigner {
    /// The protocol parameter of multipart/signed (RFC 1847 section 2.1).
    String protocol();

    String micalg();

    /// The second part of multipart/signed, header included.
    byte[] signaturePart(byte[] entity);
}

package org.chancery.protection;

import org.chancery.mail.Part;

/// How one entity is protected, told from its types and armour lines alone; nothing is opened for it.
public sealed interface Shape {

    /// Not protected in this scheme.
    record Plain() implements Shape {}

    /// Content and protection are one blob: multipart/encrypted, application/pkcs7-mime, armour as a whole text.
    /// `isInline` when the blob is a text/plain of its own.
    record Enclosed(Scheme scheme, byte[] octets, boolean isEncrypted, boolean isInline) implements Shape {}

    /// multipart/signed (RFC 1847 section 2.1): the signature covers the first part exactly as it was received.
    record Detached(Scheme scheme, Part content, byte[] signature) implements Shape {}

    /// Protection that holds only for a part of this entity: armour within other text.
    record Fragment(boolean isEncrypted) implements Shape {}
}

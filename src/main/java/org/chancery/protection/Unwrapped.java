package org.chancery.protection;

import java.util.List;
import org.chancery.secrets.Secret;

/// What came of unwrapping an enclosed entity.
public sealed interface Unwrapped {

    /// Decrypted with a key of the list, integrity checked to the end. `content` is a MIME entity, or a text when it was inline;
    /// `form` says what of it can be sent on with the signatures that were found.
    /// `openedWith` is the fingerprint of the certificate whose key did it, `contentKey` the key that was wrapped for it. `isMalleable`: the scheme proves who could read it but not that nobody changed it (CMS EnvelopedData).
    record Decrypted(byte[] content, List<SignatureFinding> signatures, boolean isMalleable, String openedWith, Secret contentKey, Form form) implements Unwrapped {}

    /// Only signed; readable by all.
    record Signed(byte[] content, List<SignatureFinding> signatures) implements Unwrapped {}

    /// Encrypted, and not opened: [Encryption#OTHER], [Encryption#BROKEN] or [Encryption#WEAK].
    record Closed(Encryption encryption) implements Unwrapped {}

    /// Neither encrypted nor signed after all, such as a bag of certificates.
    record Neither() implements Unwrapped {}

    /// How a decrypted content travels on.
    sealed interface Form {
        /// As it is: its signatures are in it, or it has none.
        record AsIs() implements Form {}

        /// As this multipart/signed, into which signatures were put that stood outside the content.
        record Nested(byte[] entity) implements Form {}

        /// As these packets, or without its signatures.
        record Packets(byte[] packets) implements Form {}
    }
}

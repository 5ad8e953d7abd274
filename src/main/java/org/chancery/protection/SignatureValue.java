package org.chancery.protection;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/// What tells the same signature when it comes again. Compared by content.
///
/// Not its octets: those can be written otherwise and stay valid (fields that a signature does not cover, lengths, the second root of
/// ECDSA), and whoever sends it again would choose such a form. It is a hash over what was signed: who, with which signed attributes, which text.
///
/// Example: `SignatureValue.of(publicKey, signedAttributes, document)`.
public final class SignatureValue {
    private final byte[] octets;

    private SignatureValue(byte[] octets) {
        this.octets = octets;
    }

    /// Line ends of the document do not count: where they are not covered, they can be changed.
    public static SignatureValue of(byte[] signer, byte[] attributes, byte[] document) {
        MessageDigest hash = sha256();
        hash.update(sha256().digest(signer));
        hash.update(sha256().digest(attributes));
        int from = 0;
        for (int i = 0; i <= document.length; i++) {
            if (i == document.length || document[i] == '\r' || document[i] == '\n') {
                hash.update(document, from, i - from);
                from = i + 1;
            }
        }
        return new SignatureValue(hash.digest());
    }

    /// Of something that is no signature anybody could accept.
    public static SignatureValue ofUnreadable(byte[] octets) {
        return new SignatureValue(sha256().digest(octets));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }

    /// A copy; 32 octets.
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignatureValue that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "signature of " + octets.length + " octets";
    }
}

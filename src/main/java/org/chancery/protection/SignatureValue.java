package org.chancery.protection;

import java.util.Arrays;

/// The octets of one signature packet or SignerInfo: what tells the same signature when it comes again. Compared by content.
public final class SignatureValue {
    private final byte[] octets;

    public SignatureValue(byte[] octets) {
        this.octets = octets.clone();
    }

    /// A copy.
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

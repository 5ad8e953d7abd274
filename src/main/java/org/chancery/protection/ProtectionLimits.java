package org.chancery.protection;

/// How far a hostile message may drive us.
public final class ProtectionLimits {
    /// A list opens what was encrypted to it, and once more for those who encrypt twice; deeper is an attachment.
    public static final int DECRYPTED_LAYERS = 2;
    /// Layers of any kind: S/MIME triple wrapping (RFC 2634 section 1.1) has three.
    public static final int LAYERS = 6;
    /// Nested compressed packets; honest software nests none.
    public static final int COMPRESSED_LAYERS = 8;
    public static final int DECODED_OCTETS = 100 << 20;
    public static final int RATIO = 100;
    /// Small texts may compress better than the ratio.
    public static final int RATIO_FREE_OCTETS = 1 << 20;
    /// In one OpenPGP message, and recipients or signers in one CMS structure.
    public static final int PACKETS = 1_000;
    /// Signatures that are checked; each costs a public-key operation.
    public static final int SIGNATURES = 8;
    /// Keys tried where a message does not say for which one it is; each costs a public-key operation.
    public static final int WILDCARD_TRIES = 8;

    private ProtectionLimits() {}

    /// Is this more than an honest compressor would have made out of it?
    public static boolean isBomb(long packed, long unpacked) {
        return unpacked > DECODED_OCTETS || (unpacked > RATIO_FREE_OCTETS && unpacked > packed * RATIO);
    }
}

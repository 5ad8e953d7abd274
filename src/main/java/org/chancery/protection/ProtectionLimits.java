package org.chancery.protection;

/// How far a hostile message may drive us.
public final class ProtectionLimits {
    /// A list opens what was encrypted to it, and once more for those who encrypt twice; deeper is an attachment.
    public static final int DECRYPTED_LAYERS = 2;
    /// Layers of any kind: S/MIME triple wrapping (RFC 2634 section 1.1) has three.
    public static final int LAYERS = 6;
    /// Nested compressed packets; honest software nests none.
    public static final int COMPRESSED_LAYERS = 8;
    /// What comes out of compressed packets: 100 MB, and on a small heap a tenth of it, so that others have room.
    public static final int DECODED_OCTETS = (int) Math.min(100 << 20, Runtime.getRuntime().maxMemory() / 10);
    public static final int RATIO = 100;
    /// Small texts may compress better than the ratio.
    public static final int RATIO_FREE_OCTETS = 1 << 20;
    /// ASN.1 elements in one CMS structure, each of which is an object or two in memory: a thousand recipients have some ten thousand.
    public static final int ELEMENTS = 100_000;
    /// Of these inside each other; honest ones are some twenty deep.
    public static final int ELEMENTS_DEEP = 64;
    /// In one OpenPGP message, and recipients or signers in one CMS structure.
    public static final int PACKETS = 1_000;
    /// Signatures that are checked; each costs a public-key operation.
    public static final int SIGNATURES = 8;
    /// Keys tried where a message does not say for which one it is; each costs a public-key operation.
    public static final int WILDCARD_TRIES = 8;

    private ProtectionLimits() {}

    /// The most that may come out of so many compressed octets.
    public static int mostOutOf(long packed) {
        return (int) Math.min(DECODED_OCTETS, Math.max(RATIO_FREE_OCTETS, packed * RATIO));
    }
}

package org.chancery.mail;

/// How much of a message a reader follows before it refuses the whole: a hostile message costs at most this.
/// Depth counts the root as 1; parts counts every entity of the tree; fields and header octets hold for each
/// header block by itself.
record MimeLimits(int depth, int parts, int fields, int headerOctets) {
    /// What a message from outside may have. Real mail stays far below; deeper nests and longer headers are
    /// only seen as attacks (CVE-2026-26312, CVE-2006-2941).
    static final MimeLimits RECEIVED = new MimeLimits(32, 1_000, 1_000, 256 * 1024);
    /// What our own edits may make of a message that was within the limits: room for what we add.
    static final MimeLimits EDITED = new MimeLimits(64, 2_000, 2_000, 512 * 1024);
}

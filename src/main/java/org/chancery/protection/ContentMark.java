package org.chancery.protection;

import java.util.Arrays;

/// What tells an encrypted content when it comes again: a MAC, under a key of the site, of the key that the content was encrypted with
/// (RFC 9580 section 5.1, RFC 5652 section 6). The content's own octets would not do: CBC and CFB can be changed by strangers, and sealed anew is only
/// the wrapping. Compared by content.
///
/// Example: `accepted.mark(contentKey)`.
public final class ContentMark {
    private final byte[] mac;

    /// `mac`: 32 octets; of the key itself nothing comes in here.
    public ContentMark(byte[] mac) {
        this.mac = mac.clone();
    }

    /// A copy.
    public byte[] octets() {
        return mac.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentMark that && Arrays.equals(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mac);
    }

    @Override
    public String toString() {
        return "mark of " + mac.length + " octets";
    }
}

package org.chancery.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// A message as an immutable view over the bytes that were received (RFC 5322, RFC 2045). Nothing is ever
/// reformatted: what an edit does not name is written byte for byte.
///
/// Refused by [#parse]: parts nested more than 32 deep, more than 1,000 parts, a header block of more than 1,000
/// fields or 256 KB. Everything else is read, and what is wrong with it stands in [Part#defects].
///
/// Example:
/// ```
/// Message post = Message.parse(received).orThrow();
/// Message copy = post.edit()
///         .removeAll("List-Id")
///         .append(HeaderField.structured("List-Id", "<talk.example.org>"))
///         .build();
/// ```
public final class Message {
    private final byte[] bytes;
    private final Part root;

    private Message(byte[] bytes, Part root) {
        this.bytes = bytes;
        this.root = root;
    }

    /// The array is given away: nobody may change it afterwards.
    public static Parsed<Message> parse(byte[] bytes) {
        return MimeReader.read(bytes, MimeLimits.RECEIVED).map(root -> new Message(bytes, root));
    }

    /// After an edit of our own, which may add to a message that filled the limits.
    static Message edited(byte[] bytes) {
        return new Message(bytes, MimeReader.read(bytes, MimeLimits.EDITED).orThrow());
    }

    /// In octets.
    public int size() {
        return bytes.length;
    }

    public Headers headers() {
        return root.headers();
    }

    public Part root() {
        return root;
    }

    /// Offset of the first octet of the body.
    public int bodyStart() {
        return root.bodyStart();
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /// A copy.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// A copy of the body.
    public byte[] body() {
        return Arrays.copyOfRange(bytes, bodyStart(), bytes.length);
    }

    public MessageEdit edit() {
        return new MessageEdit(this);
    }

    byte[] source() {
        return bytes;
    }
}

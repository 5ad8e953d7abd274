package org.chancery.protection;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.chancery.mail.HeaderField;

/// What a list says around the entity of an author, under its own encryption or signature: a field about the author's signature
/// ([AuthorSignature]), and texts that become parts of their own before and behind the entity, which stays octet for octet what it was
/// (RFC 2046 section 5.1.3). Empty texts are left out. Any text may be given, with any line ends.
///
/// Example: `Framing.of(report).around("", "Write to talk-request@lists.example.org for help.")`.
public record Framing(Optional<HeaderField> author, String above, String below) {
    /// Nothing.
    public static final Framing NONE = new Framing(Optional.empty(), "", "");
    /// 7-bit, so that no server on the way changes what is signed (RFC 3156 section 3).
    private static final String FIELDS = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: inline\r\n\r\n";

    /// What opening a post showed.
    public static Framing of(CryptoReport report) {
        return new Framing(Optional.of(AuthorSignature.of(report)), "", "");
    }

    public Framing around(String before, String behind) {
        return new Framing(author, before, behind);
    }

    boolean hasText() {
        return !above.isEmpty() || !below.isEmpty();
    }

    /// `text` as a part behind `delimiter`.
    static byte[] part(byte[] delimiter, String text) {
        return text.isEmpty() ? new byte[0] : Octets.joined(delimiter, FIELDS.getBytes(StandardCharsets.US_ASCII),
                HeaderProtection.encoded(CanonicalText.crlf(text.getBytes(StandardCharsets.UTF_8))));
    }
}

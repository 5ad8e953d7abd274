package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.chancery.mail.Header;
import org.chancery.mail.Parsed;

/// A header field that is a tag list with a signature in `b=`: DKIM-Signature, ARC-Message-Signature, ARC-Seal.
///
/// Refused: fields of more than 16 KB, and what [TagList] refuses.
public final class SignatureField {
    /// Longest seen in use: some 3 KB, with hundreds of names in `h=`.
    private static final int MAX_OCTETS = 16 * 1024;

    private final Header header;
    private final byte[] octets;
    private final int valueStart;
    private final TagList tags;

    private SignatureField(Header header, byte[] octets, int valueStart, TagList tags) {
        this.header = header;
        this.octets = octets;
        this.valueStart = valueStart;
        this.tags = tags;
    }

    public static Parsed<SignatureField> read(Header header) {
        byte[] octets = header.bytes();
        if (octets.length > MAX_OCTETS) {
            return Parsed.malformed(0, "a signature field of more than " + MAX_OCTETS / 1024 + " KB");
        }
        int start = Canonicalization.colon(octets) + 1;
        String value = new String(octets, start, octets.length - start, StandardCharsets.ISO_8859_1);
        return TagList.parse(value).map(tags -> new SignatureField(header, octets, start, tags));
    }

    public TagList tags() {
        return tags;
    }

    public Header header() {
        return header;
    }

    /// As it was when it was signed: canonical, with the value of `b=` and all blanks around it gone, and without the line end
    /// (RFC 6376 section 3.7).
    public byte[] unsigned(Canonicalization form) {
        var out = new ByteArrayOutputStream(octets.length);
        tags.tag("b").ifPresentOrElse(
                b -> {
                    out.write(octets, 0, valueStart + b.from());
                    out.write(octets, valueStart + b.to(), octets.length - valueStart - b.to());
                },
                () -> out.writeBytes(octets));
        byte[] canonical = form.header(out.toByteArray());
        return Arrays.copyOf(canonical, canonical.length - 2);
    }
}

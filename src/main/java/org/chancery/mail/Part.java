package org.chancery.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One entity of a message: header fields and body (RFC 2045 section 2.4), as byte range of the message.
///
/// A multipart has its parts as children, a message/rfc822 the root of the message in it as its only child; one
/// that is base64 or quoted-printable, against RFC 2046 section 5.2.1, is a leaf. Offsets count from the first octet
/// of the message. `end` leaves out the line end that belongs to the boundary (RFC 2046 section 5.1.1).
public final class Part {
    private final byte[] bytes;
    private final int start;
    private final Headers headers;
    private final int bodyStart;
    private final int end;
    private final ContentType type;
    private final TransferEncoding encoding;
    private final List<Part> parts;
    private final List<String> defects;

    Part(
            byte[] bytes,
            int start,
            Headers headers,
            int bodyStart,
            int end,
            ContentType type,
            TransferEncoding encoding,
            List<Part> parts,
            List<String> defects) {
        this.bytes = bytes;
        this.start = start;
        this.headers = headers;
        this.bodyStart = bodyStart;
        this.end = end;
        this.type = type;
        this.encoding = encoding;
        this.parts = List.copyOf(parts);
        this.defects = List.copyOf(defects);
    }

    /// As declared; where nothing readable is declared, text/plain, in a digest message/rfc822.
    public ContentType type() {
        return type;
    }

    public Headers headers() {
        return headers;
    }

    public int start() {
        return start;
    }

    /// Offset of the first octet after the blank line.
    public int bodyStart() {
        return bodyStart;
    }

    public int end() {
        return end;
    }

    public List<Part> parts() {
        return parts;
    }

    /// A copy of its octets as received, header included.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The body with its transfer encoding taken off while it is read; damaged encodings give what can be read.
    public InputStream decoded() {
        return switch (encoding) {
            case IDENTITY -> new ByteArrayInputStream(bytes, bodyStart, end - bodyStart);
            case BASE64 -> new Base64Decoder(bytes, bodyStart, end);
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder(bytes, bodyStart, end);
        };
    }

    /// All that [#decoded] gives.
    public byte[] decodedOctets() {
        try (InputStream body = decoded()) {
            return body.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// The first of these octets, at most `most`.
    public byte[] decodedOctets(int most) {
        try (InputStream body = decoded()) {
            return body.readNBytes(most);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// How many octets [#decoded] gives. Reads the body once, holds none of it.
    public long decodedSize() {
        if (!encoding.changesOctets()) {
            return end - bodyStart;
        }
        try (InputStream body = decoded()) {
            return body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// One clause each; empty when nothing is wrong.
    public List<String> defects() {
        if (!type.isText() || charset().isPresent()) {
            return defects;
        }
        List<String> all = new ArrayList<>(defects);
        all.add(Defect.UNKNOWN_CHARSET);
        return List.copyOf(all);
    }

    /// The charset of the text; us-ascii where a text part names none (RFC 2046 section 4.1.2).
    /// Empty for an unknown one and for parts that are no text.
    public Optional<Charset> charset() {
        return charsetName().flatMap(CharsetNames::find);
    }

    /// As declared, in lower case; us-ascii where a text part names none.
    public Optional<String> charsetName() {
        return type.parameter("charset")
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .or(() -> type.isText() ? Optional.of("us-ascii") : Optional.empty());
    }

    /// The decoded body as text; octets that the charset does not have become U+FFFD. An unknown charset is read
    /// as ISO-8859-1, so that nothing is lost.
    public String text() {
        return new String(decodedOctets(), charset().orElse(StandardCharsets.ISO_8859_1));
    }

    /// The file name for people (RFC 2183 section 2.3, RFC 2231, and encoded words, which many mailers write there).
    /// Never a path on our side.
    public Optional<String> filename() {
        return disposition("filename")
                .or(() -> type.parameter("name"))
                .map(name -> PlainText.harmless(EncodedWord.decode(name)));
    }

    /// Is it meant to be saved rather than read: said so (RFC 2183), or neither said inline nor text nor composite?
    public boolean isAttachment() {
        String disposition = headers.first("Content-Disposition")
                .map(field -> new ParameterReader(field.value()).leading().toLowerCase(Locale.ROOT))
                .orElse("");
        return switch (disposition) {
            case "inline" -> false;
            case "" -> !type.isText() && !type.isMultipart() && !type.type().equals("message");
            default -> true;
        };
    }

    /// The parts under it that hold no others, in their order; itself where it is one.
    public Stream<Part> leaves() {
        return parts.isEmpty() ? Stream.of(this) : parts.stream().flatMap(Part::leaves);
    }

    private Optional<String> disposition(String parameter) {
        return headers.first("Content-Disposition").flatMap(field -> {
            var reader = new ParameterReader(field.value());
            reader.leading();
            return Optional.ofNullable(reader.parameters().get(parameter));
        });
    }

    /// RFC 2046 section 5.1.1: a boundary does not end with a blank. Empty for everything but a multipart that has one.
    Optional<String> boundary() {
        return boundary(type);
    }

    static Optional<String> boundary(ContentType type) {
        return type.isMultipart()
                ? type.parameter("boundary").map(String::stripTrailing).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}

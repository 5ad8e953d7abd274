package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Writes the mails that are our own: notices, confirmations, challenges, digests, reports (RFC 5322, RFC 2046).
/// Lines end with CRLF and have at most 998 octets. Text is UTF-8: as it is where it is ASCII, else quoted-printable.
/// With more than one part the message is a multipart, by default multipart/mixed.
///
/// Example:
/// ```
/// Message notice = MessageBuilder.at(clock.instant(), random)
///         .field(HeaderField.addresses("From", List.of(Mailbox.of(owner))))
///         .field(HeaderField.addresses("To", List.of(Mailbox.of(member))))
///         .field(HeaderField.unstructured("Subject", "Welcome"))
///         .text("You are a member now.\n")
///         .build();
/// ```
public final class MessageBuilder {
    /// RFC 5322 section 3.3, always in UTC.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RandomGenerator random;
    private final List<HeaderField> fields = new ArrayList<>();
    private final List<byte[]> parts = new ArrayList<>();
    private String multipart = "mixed";

    private MessageBuilder(Instant date, RandomGenerator random) {
        this.random = random;
        fields.add(HeaderField.structured("Date", DATE.format(date)));
    }

    /// `date` becomes the Date field; `random` makes the boundary.
    public static MessageBuilder at(Instant date, RandomGenerator random) {
        return new MessageBuilder(date, random);
    }

    /// A field of the message. MIME-Version and Content-Type are written by [#build].
    public MessageBuilder field(HeaderField field) {
        fields.add(field);
        return this;
    }

    /// A part text/plain; line ends of any kind become CRLF.
    public MessageBuilder text(String text) {
        return text("plain", text);
    }

    /// A part text/`subtype`, such as `html` or `rfc822-headers`.
    public MessageBuilder text(String subtype, String text) {
        parts.add(WrittenPart.text(subtype, text));
        return this;
    }

    /// A whole message as part, byte for byte (RFC 2046 section 5.2.1).
    public MessageBuilder message(Message message) {
        parts.add(WrittenPart.message(message));
        return this;
    }

    /// A file as part, in base64; of `type` only type and subtype are written. The name is for people.
    public MessageBuilder attachment(ContentType type, String filename, byte[] content) {
        parts.add(WrittenPart.attachment(type, filename, content));
        return this;
    }

    /// A part that is ready and begins with its header: for types with a form of their own, such as
    /// message/delivery-status.
    public MessageBuilder part(byte[] wholePart) {
        parts.add(wholePart.clone());
        return this;
    }

    /// Which multipart it is when there is more than one part, with its parameters: `report; report-type=delivery-status`.
    public MessageBuilder multipart(String subtypeAndParameters) {
        multipart = subtypeAndParameters;
        return this;
    }

    /// Throws `IllegalArgumentException` without any part.
    public Message build() {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a message needs a body");
        }
        var out = new ByteArrayOutputStream();
        fields.forEach(field -> out.writeBytes(field.bytes()));
        out.writeBytes(HeaderField.structured("MIME-Version", "1.0").bytes());
        out.writeBytes(parts.size() == 1 ? parts.getFirst() : WrittenPart.multipart(multipart, parts, random));
        return Message.edited(out.toByteArray());
    }
}

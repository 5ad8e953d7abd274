package org.chancery.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.chancery.mail.Address;

/// The one report of non-delivery that we write (RFC 3464, as multipart/report of RFC 6522): one message was sent to several
/// of our lists, some took it and some refused. Goes to the proved sender from the null sender (RFC 3464 section 2),
/// so it can never be answered by another report. Only the header of the message comes back, never its body.
///
/// Pure ASCII on the wire, whatever the rules are written in. At least one refusal, else `IllegalArgumentException`.
///
/// Example: `new DeliveryStatusNotification("lists.example.org", postmaster, to, refusals).write(header, now, random)`.
public record DeliveryStatusNotification(String reportingMta, Address author, Address to, List<Refusal> refusals) {
    /// Of the message that comes back; the beginning is what tells a person which message it was.
    static final int MAX_HEADER = 64 * 1024;

    private static final int MAX_DIAGNOSTIC = 900; // so that the field stays below 998 octets, RFC 5322 section 2.1.1
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /// A list that did not take the message: `status` is an enhanced status code of class 5, `rule` names the rule of its
    /// policy and what it says: `rule 3: only members may post`.
    public record Refusal(Address list, String status, String rule) {}

    public DeliveryStatusNotification {
        refusals = List.copyOf(refusals);
        if (refusals.isEmpty()) {
            throw new IllegalArgumentException("a report without a refusal has nothing to say");
        }
    }

    /// The whole message. `originalHeader`: the header of the refused message, as received.
    public byte[] write(byte[] originalHeader, Instant at, RandomGenerator random) {
        String unique = unique(random);
        String boundary = "=_report_" + unique; // cannot occur in base64 or in the fields below
        StringBuilder message = new StringBuilder(2048 + originalHeader.length * 2);
        header(message, at, unique, boundary);
        part(message, boundary, "text/plain; charset=utf-8", text());
        message.append("--").append(boundary).append("\r\nContent-Type: message/delivery-status\r\n\r\n");
        status(message, at);
        part(message, boundary, "text/rfc822-headers", cut(originalHeader));
        message.append("--").append(boundary).append("--\r\n");
        return message.toString().getBytes(US_ASCII);
    }

    private void header(StringBuilder out, Instant at, String unique, String boundary) {
        field(out, "Date", DATE.format(at));
        field(out, "From", author.toString());
        field(out, "To", to.toString());
        field(out, "Message-ID", "<" + unique + "@" + reportingMta + ">");
        field(out, "Subject", "Your message was not taken by " + (refusals.size() == 1 ? refusals.getFirst().list() : refusals.size() + " lists"));
        field(out, "Auto-Submitted", "auto-replied"); // RFC 3834 section 5
        field(out, "MIME-Version", "1.0");
        out.append("Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"").append(boundary).append("\"\r\n\r\n");
    }

    private byte[] text() {
        StringBuilder text = new StringBuilder(512);
        text.append("Your message was sent to several lists. These did not take it:\r\n\r\n");
        for (Refusal refusal : refusals) {
            text.append("  ").append(refusal.list()).append("\r\n      ").append(refusal.rule()).append("\r\n\r\n");
        }
        text.append("The other lists took it; do not send it to them again.\r\n"
                + "The header of your message stands below.\r\n");
        return text.toString().getBytes(UTF_8);
    }

    /// RFC 3464 section 2.1: one group of fields for the message, one for each recipient, an empty line between them.
    private void status(StringBuilder out, Instant at) {
        field(out, "Reporting-MTA", "dns; " + reportingMta);
        field(out, "Arrival-Date", DATE.format(at));
        for (Refusal refusal : refusals) {
            out.append("\r\n");
            field(out, "Final-Recipient", "rfc822; " + refusal.list());
            field(out, "Action", "failed");
            field(out, "Status", refusal.status());
            field(out, "Diagnostic-Code", "x-chancery; " + shortened(refusal.rule()));
        }
        out.append("\r\n");
    }

    private static String shortened(String rule) {
        return rule.length() <= MAX_DIAGNOSTIC ? rule : rule.substring(0, MAX_DIAGNOSTIC);
    }

    /// Line ends and everything that is not ASCII printable become `?` or a blank: no value can begin a field of its own.
    private static void field(StringBuilder out, String name, String value) {
        out.append(name).append(": ");
        value.chars().forEach(c -> out.append(c < ' ' || c == 127 ? ' ' : c > 126 ? '?' : (char) c));
        out.append("\r\n");
    }

    private static void part(StringBuilder out, String boundary, String type, byte[] content) {
        boolean plain = isPlain(content);
        out.append("--").append(boundary).append("\r\nContent-Type: ").append(type).append("\r\n");
        if (plain) {
            out.append("\r\n").append(new String(content, US_ASCII));
        } else {
            out.append("Content-Transfer-Encoding: base64\r\n\r\n");
            out.append(Base64.getMimeEncoder().encodeToString(content)).append("\r\n");
        }
        out.append("\r\n");
    }

    /// Can it stand there as it is: printable ASCII, CRLF line ends, no line over 998, nothing like a boundary?
    private static boolean isPlain(byte[] content) {
        String text = new String(content, ISO_8859_1);
        return text.lines().allMatch(line -> line.length() <= 998 && !line.startsWith("--"))
                && text.replace("\r\n", "").chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 127));
    }

    private static byte[] cut(byte[] header) {
        String text = new String(header, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String fields = end < 0 ? text : text.substring(0, end + 2);
        if (fields.length() > MAX_HEADER) {
            int line = fields.lastIndexOf("\r\n", MAX_HEADER);
            fields = fields.substring(0, line < 0 ? MAX_HEADER : line + 2);
        }
        return fields.getBytes(ISO_8859_1);
    }

    private static String unique(RandomGenerator random) {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}

package org.chancery.posting;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageId;
import org.chancery.policy.Decision;
import org.chancery.policy.Reason;

/// The one delivery report we write (RFC 3464, RFC 6522): to a proved sender whose message some lists took and others refused.
/// It comes from the null sender, names each refusing list with its rule, and returns the header of the message only.
final class Reports {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private Reports() {}

    /// The sender is proved, so there is an address to report to.
    static Notice of(Received received, Message message, List<Verdict> refused, Site site) {
        Address to = received.envelope().mailFrom().path()
                .or(() -> received.session().login().flatMap(login -> Address.parse(login).toOptional()))
                .orElseThrow(() -> new IllegalArgumentException("a report needs a proved sender"));
        return new Notice("dsn", Optional.empty(), List.of(to), octets(received, message, refused, to, site));
    }

    private static byte[] octets(Received received, Message message, List<Verdict> refused, Address to, Site site) {
        String boundary = "=_report_" + received.id();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, HeaderField.addresses("From", List.of(new Mailbox("Mail Delivery System", Address.of("postmaster@" + site.hostname())))));
        write(out, HeaderField.addresses("To", List.of(new Mailbox("", to))));
        write(out, HeaderField.unstructured("Subject", "Not every list took your message"));
        write(out, HeaderField.structured("Date", DATE.format(received.at().atOffset(ZoneOffset.UTC))));
        write(out, HeaderField.structured("Message-ID", MessageId.create(to.domain(), site.random())));
        write(out, HeaderField.structured("Auto-Submitted", "auto-replied"));
        write(out, HeaderField.structured("MIME-Version", "1.0"));
        write(out, HeaderField.structured("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\""));
        text(out, "\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + forPeople(refused)
                + "\r\n--" + boundary + "\r\nContent-Type: message/delivery-status\r\n\r\n");
        perMessage(out, received, site);
        refused.forEach(verdict -> perRecipient(out, verdict));
        text(out, "\r\n--" + boundary + "\r\nContent-Type: text/rfc822-headers\r\n\r\n");
        out.write(message.toByteArray(), 0, Math.max(0, message.bodyStart() - 2));
        text(out, "\r\n--" + boundary + "--\r\n");
        return out.toByteArray();
    }

    private static String forPeople(List<Verdict> refused) {
        StringBuilder text = new StringBuilder("Some of the lists you wrote to took your message. These did not:\r\n");
        for (Verdict verdict : refused) {
            Reason reason = verdict.decision().reason();
            text.append("\r\n  ").append(verdict.list().address()).append("\r\n    ").append(reason.text().replaceAll("\\R", " "))
                    .append(" (rule ").append(reason.rule()).append(")\r\n");
        }
        return text.toString();
    }

    private static void perMessage(ByteArrayOutputStream out, Received received, Site site) {
        write(out, HeaderField.structured("Reporting-MTA", "dns; " + site.hostname()));
        write(out, HeaderField.structured("Arrival-Date", DATE.format(received.at().atOffset(ZoneOffset.UTC))));
    }

    private static void perRecipient(ByteArrayOutputStream out, Verdict verdict) {
        String status = verdict.decision() instanceof Decision.Reject reject ? reject.status() : "5.7.1";
        text(out, "\r\n");
        write(out, HeaderField.structured("Final-Recipient", "rfc822; " + verdict.list().address()));
        write(out, HeaderField.structured("Action", "failed"));
        write(out, HeaderField.structured("Status", status));
    }

    private static void write(ByteArrayOutputStream out, HeaderField field) {
        out.writeBytes(field.bytes());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

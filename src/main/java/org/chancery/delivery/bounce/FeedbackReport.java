package org.chancery.delivery.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Headers;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// A complaint of a reader, passed on by their provider (RFC 5965): somebody pressed *this is spam* on a copy of ours.
///
/// `type` is the Feedback-Type in lower case (`abuse`, `fraud`, `not-spam`, …), `returned` the header of the copy if it came along: the
/// token in it tells whose copy it was. Everybody can write such a report, so without that token it says nothing.
///
/// Example: `FeedbackReport.read(message).filter(FeedbackReport::isComplaint)`.
public record FeedbackReport(String type, List<String> originalRecipients, List<String> originalMailFrom, Optional<Headers> returned) {
    private static final int MAX_FIELDS = 100;

    public FeedbackReport {
        originalRecipients = List.copyOf(originalRecipients);
        originalMailFrom = List.copyOf(originalMailFrom);
    }

    /// RFC 5965 section 7.3: `not-spam` takes a complaint back, `auth-failure` (RFC 6591) is no word of a reader.
    public boolean isComplaint() {
        return !type.equals("not-spam") && !type.equals("auth-failure") && !type.equals("dmarc");
    }

    public static Optional<FeedbackReport> read(Message message) {
        return parts(message.root())
                .filter(part -> part.type().is("message", "feedback-report"))
                .findFirst()
                .map(part -> read(part, message));
    }

    private static FeedbackReport read(Part report, Message message) {
        List<StatusFields> groups = StatusFields.read(ReportText.text(report).lines().limit(MAX_FIELDS).toList());
        return new FeedbackReport(
                values(groups, "feedback-type").findFirst().orElse("abuse").strip().toLowerCase(Locale.ROOT),
                values(groups, "original-rcpt-to").flatMap(value -> AddressScanner.addresses(value).stream()).toList(),
                values(groups, "original-mail-from").flatMap(value -> AddressScanner.addresses(value).stream()).toList(),
                copy(message));
    }

    private static Stream<String> values(List<StatusFields> groups, String name) {
        return groups.stream().flatMap(group -> group.value(name).stream());
    }

    private static Optional<Headers> copy(Message message) {
        return parts(message.root())
                .filter(part -> part.type().isMessage() && !part.parts().isEmpty())
                .findFirst()
                .map(part -> part.parts().getFirst().headers());
    }

    private static Stream<Part> parts(Part part) {
        return part.type().isMessage() ? Stream.of(part) : Stream.concat(Stream.of(part), part.parts().stream().flatMap(FeedbackReport::parts));
    }
}

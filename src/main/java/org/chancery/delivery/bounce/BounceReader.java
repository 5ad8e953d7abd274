package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Reads any message as a report of non-delivery: RFC 3464 first, then what servers write for people.
///
/// No bounces are: absence notices, receipts (RFC 8098), feedback reports (RFC 5965), reports of success, challenges, and mail of
/// people about bounces. A warning that delivery is late is one, with `permanent` false. Nothing is refused: what cannot
/// be read is no bounce, or one without recipients.
///
/// Example: `BounceReader.read(Message.parse(bytes).orThrow()).recipients()`.
public final class BounceReader {
    /// As many as our own transactions may have at the most; a report that names more is no report on one message.
    public static final int MAX_RECIPIENTS = 1_000;

    /// Reports inside reports: a forwarder wraps a report once or twice.
    private static final int MAX_WRAPPINGS = 4;

    /// How the newer programs of large providers begin, which leave the subject out.
    private static final Pattern GIVEN_UP = Pattern.compile("(?i)permanent(ly)? (error|failure|failed)|given up|(not|n't|un)\\s?(be |been |able to )?(deliver|send)|undeliver");

    private static final List<Finding.Recogniser> RECOGNISERS = List.of(
            Families::failedRecipientsField,
            Families::bracketedParagraphs,
            Families::receiverNotFound,
            Families::originalAddress,
            Families::sendmail,
            Layouts::lists,
            Families::groupWise,
            Layouts::labels);

    private BounceReader() {}

    public static BounceReading read(Message message) {
        if (OtherAutomaticMail.isByType(message)) {
            return BounceReading.NO_BOUNCE;
        }
        Origin origin = Origin.of(message);
        boolean report = message.root().type().is("multipart", "report");
        if (!report && !origin.isMachine() && (origin.isAnswer() || !origin.isAboutFailure()) && message.headers().first("X-Failed-Recipients").isEmpty()) {
            return AmazonNotification.read(ReportText.of(message)).orElse(BounceReading.NO_BOUNCE);
        }
        TextReport text = TextReport.of(message, origin);
        List<DeliveryStatus> statuses = statuses(message, origin, text);
        if (statuses.stream().anyMatch(DeliveryStatus::hasRecipients)) {
            return standard(statuses);
        }
        return OtherAutomaticMail.isByWords(text) ? BounceReading.NO_BOUNCE : spoken(text);
    }

    /// Neither a report that names somebody nor anything known: only people can say what it means. Absence notices, receipts and the like are
    /// known; they mean nothing.
    public static boolean isUnrecognised(Message message) {
        if (OtherAutomaticMail.isByType(message) || OtherAutomaticMail.isByWords(TextReport.of(message, Origin.of(message)))) {
            return false;
        }
        return read(message).recipients().isEmpty();
    }

    private static BounceReading standard(List<DeliveryStatus> statuses) {
        List<FailedRecipient> failures = statuses.stream().flatMap(status -> status.failures().stream()).toList();
        return failures.isEmpty() ? BounceReading.NO_BOUNCE : new BounceReading(true, distinct(failures));
    }

    /// Those of the message itself; when it has none, and a machine sent it, those of the messages in it. The copy that came
    /// back may be a report too, but then it is not this one.
    private static List<DeliveryStatus> statuses(Message message, Origin origin, TextReport text) {
        List<Part> level = List.of(message.root());
        for (int depth = 0; depth < MAX_WRAPPINGS && !level.isEmpty(); depth++) {
            List<DeliveryStatus> found = level.stream().flatMap(BounceReader::statusParts).map(part -> status(part, origin, text)).toList();
            if (found.stream().anyMatch(DeliveryStatus::hasRecipients)) {
                return found;
            }
            level = level.stream().flatMap(BounceReader::innerMessages).toList();
        }
        return embedded(origin, text);
    }

    private static DeliveryStatus status(Part part, Origin origin, TextReport text) {
        return DeliveryStatus.read(ReportText.text(part).lines().limit(ReportText.MAX_LINES).toList(), origin::isReader, text.text().beginning());
    }

    /// Some servers leave the MIME out, and the fields stand in the text.
    private static List<DeliveryStatus> embedded(Origin origin, TextReport text) {
        boolean fields = text.lower().stream().anyMatch(line -> line.startsWith("final-recipient:"));
        return fields ? List.of(DeliveryStatus.read(text.lines(), origin::isReader, text.text().beginning())) : List.of();
    }

    private static Stream<Part> statusParts(Part part) {
        String subtype = part.type().subtype();
        boolean status = part.type().type().equals("message")
                && (subtype.equals("delivery-status") || subtype.equals("global-delivery-status") || subtype.equals("xdelivery-status") || subtype.equals("delivery-report"));
        return status ? Stream.of(part) : part.type().isMessage() ? Stream.empty() : part.parts().stream().flatMap(BounceReader::statusParts);
    }

    private static Stream<Part> innerMessages(Part part) {
        return part.type().isMessage() ? part.parts().stream() : part.parts().stream().flatMap(BounceReader::innerMessages);
    }

    private static BounceReading spoken(TextReport text) {
        for (Finding.Recogniser recogniser : RECOGNISERS) {
            List<Finding> found = recogniser.read(text);
            if (!found.isEmpty() && isTold(text, found)) {
                return reading(found, text);
            }
        }
        if (!isCertain(text)) {
            return BounceReading.NO_BOUNCE;
        }
        List<Finding> near = LastResort.nearFailure(text);
        return reading(near.isEmpty() ? LastResort.fromReturnedCopy(text) : near, text);
    }

    /// The subject says what the mail is about; else there must be words of failure where the address stands.
    private static boolean isTold(TextReport text, List<Finding> found) {
        String all = text.text().beginning();
        return text.origin().isAboutFailure() || text.origin().isReturner() || isReport(text.message()) || found.stream().map(Finding::text).anyMatch(Verdict::isEvidence)
                || StatusCode.enhanced(all).isPresent() || StatusCode.reply(all).isPresent();
    }

    private static boolean isReport(Message message) {
        return message.root().type().is("multipart", "report") || message.headers().first("X-Failed-Recipients").isPresent();
    }

    /// A machine wrote it, and it says so in the subject or by its type; in its first words where it has no subject.
    private static boolean isCertain(TextReport text) {
        return text.message().root().type().is("multipart", "report")
                || (text.origin().isMachine() && (text.origin().isAboutFailure() || (text.message().headers().first("Subject").isEmpty() && isGivenUp(text))));
    }

    private static boolean isGivenUp(TextReport text) {
        return GIVEN_UP.matcher(text.text().beginning()).find();
    }

    /// Of a report on one recipient all of it is about them.
    private static BounceReading reading(List<Finding> found, TextReport text) {
        List<Finding> told = found.size() == 1 && !Verdict.isEvidence(found.getFirst().text())
                ? List.of(text.finding(found.getFirst().address(), found.getFirst().text() + " " + text.text().beginning()))
                : found;
        return new BounceReading(true, distinct(told.stream().limit(MAX_RECIPIENTS).map(Finding::recipient).toList()));
    }

    /// An address once, as it was written first. The worst that was said of it counts: a report may tell of a delay and
    /// then of the end.
    static List<FailedRecipient> distinct(List<FailedRecipient> all) {
        Map<String, FailedRecipient> once = new LinkedHashMap<>();
        for (FailedRecipient one : all.subList(0, Math.min(all.size(), MAX_RECIPIENTS))) {
            once.merge(one.address().toLowerCase(Locale.ROOT), one, (old, more) -> old.permanent() || !more.permanent() ? old : more);
        }
        return new ArrayList<>(once.values());
    }
}

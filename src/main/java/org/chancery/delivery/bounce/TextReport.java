package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.mail.Message;

/// A report for people, prepared for the recognisers: its lines as written and in lower case, and whether it only warns.
record TextReport(Message message, Origin origin, ReportText text, List<String> lower, boolean ends) {
    /// Words of reports that only tell of a delay. They stand in the report of a failure only together with its words.
    private static final List<String> WARNINGS = List.of(
            "this is a warning message only", "do not need to resend", "don't need to resend", "not yet been delivered", "has not been delivered to", "will be retried until", "will continue trying", "will keep trying", "keep trying until", "is still being attempted",
            "delivery attempts will continue", "no action is required on your part", "this is just a warning", "advisory-only", "has been postponed", "has been delayed", "transient non-fatal", "still awaiting delivery", "message delayed", "delivery is delayed",
            "is being delayed", "temporarily delayed", "will attempt to deliver", "will try again", "will retry", "gmail will retry", "continue to try", "could not send message for past", "still trying to deliver", "wird weiter versucht", "verzögert", "weitere zustellversuche",
            "a été retardé", "se ha retrasado", "è stato ritardato", "está atrasada", "sarà ritentat", "vertraagd", "отложена", "задержан", "遅延", "再送を試み");

    private static final List<String> ENDINGS = List.of(
            "permanent fatal", "permanent error", "failed permanently", "permanently failed", "delivery has failed", "message will not be retried", "giving up", "given up", "i've given up", "no further attempts", "returned to sender", "undeliverable mail", "permanent failure");

    private static final int MAX_PARAGRAPHS = 4;
    private static final int MAX_PARAGRAPH = 40;

    TextReport {
        lower = List.copyOf(lower);
    }

    static TextReport of(Message message, Origin origin) {
        ReportText text = ReportText.of(message);
        List<String> lower = text.lines().stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        String all = Origin.header(message, "subject").toLowerCase(Locale.ROOT) + " " + String.join(" ", lower);
        boolean warns = WARNINGS.stream().anyMatch(all::contains) && ENDINGS.stream().noneMatch(all::contains);
        return new TextReport(message, origin, text, lower, !warns);
    }

    List<String> lines() {
        return text.lines();
    }

    /// The index of the first line not before `from` that is blank, or where no paragraph goes on any more.
    int paragraphEnd(int from) {
        int end = from;
        while (end < lines().size() && end - from < MAX_PARAGRAPH && !lines().get(end).isBlank()) {
            end++;
        }
        return end;
    }

    /// The paragraph that begins at the line, and further ones until one says what was wrong: many servers write the address, a
    /// blank line, and then the reason. The next address ends it.
    String about(int line) {
        int end = paragraphEnd(line);
        for (int paragraphs = 1; paragraphs < MAX_PARAGRAPHS && !Verdict.isEvidence(text.between(line, end)); paragraphs++) {
            int next = end;
            while (next < lines().size() && lines().get(next).isBlank()) {
                next++;
            }
            if (next == lines().size() || !AddressScanner.leading(lines().get(next)).isEmpty()) {
                break;
            }
            end = paragraphEnd(next);
        }
        return text.between(line, end);
    }

    Finding finding(String address, String about) {
        return new Finding(address, about, ends);
    }

    /// Without the parties to the report, unless nobody else is left: people do write to themselves.
    List<Finding> withoutParties(List<Finding> found) {
        List<Finding> others = new ArrayList<>(found);
        others.removeIf(finding -> origin.isParty(finding.address()));
        if (others.isEmpty()) {
            others.addAll(found);
            others.removeIf(finding -> origin.isReader(finding.address()) && found.size() > 1);
        }
        return others;
    }
}

package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Header;
import org.chancery.mail.Headers;
import org.chancery.mail.Part;

/// For reports of no known family that certainly are reports: addresses that stand near words of failure, else the
/// recipient that the returned copy names.
final class LastResort {
    /// Lines that tell whom to ask, or speak of the sender or the message.
    private static final List<String> ASIDES = List.of(
            "contact", "assistance", "help", "postmaster", "support", "message-id", "message id", "in-reply-to", "mail from", "sender", "from:", "fails, try", "for instance", "e.g.", "emailing to", "instead", "originator", "reply to", "reply-to", "http://", "https://", "questions", "esmtp id", "smtp id", "visit", "forward this", "please send", "subject:", "cc:", "return-path", "errors-to");

    private LastResort() {}

    static List<Finding> nearFailure(TextReport report) {
        List<Finding> near = new ArrayList<>();
        List<Finding> any = new ArrayList<>();
        for (int i = 0; i < report.lines().size() && near.size() + any.size() < BounceReader.MAX_RECIPIENTS; i++) {
            String lower = report.lower().get(i);
            if (lower.indexOf('@') < 0 || ASIDES.stream().anyMatch(lower::contains)) {
                continue;
            }
            String about = report.about(paragraphStart(report, i));
            for (String address : AddressScanner.addresses(report.lines().get(i))) {
                (Verdict.isEvidence(about) ? near : any).add(report.finding(address, about));
            }
        }
        for (List<Finding> found : List.of(near, any)) {
            found.removeIf(finding -> finding.address().startsWith("NAME@") || report.origin().isParty(finding.address()));
        }
        return near.isEmpty() ? any.stream().limit(1).toList() : near;
    }

    private static int paragraphStart(TextReport report, int line) {
        int start = line;
        while (start > 0 && !report.lines().get(start - 1).isBlank()) {
            start--;
        }
        return start;
    }

    /// Never the To field of a list's post: that is the list.
    static List<Finding> fromReturnedCopy(TextReport report) {
        return copy(report)
                .flatMap(headers -> recipient(headers, report.origin()))
                .or(() -> fromLines(report))
                .map(address -> List.of(report.finding(address, report.text().beginning())))
                .orElse(List.of());
    }

    private static Optional<Headers> copy(TextReport report) {
        return copies(report.message().root()).findFirst();
    }

    private static Stream<Headers> copies(Part part) {
        return part.type().isMessage()
                ? part.parts().stream().map(Part::headers)
                : part.parts().stream().flatMap(LastResort::copies);
    }

    private static Optional<String> recipient(Headers headers, Origin origin) {
        boolean ofList = Stream.of("list-id", "list-post", "list-unsubscribe", "x-beenthere", "mailing-list").anyMatch(name -> headers.first(name).isPresent());
        Optional<String> traced = headers.all("received").stream().flatMap(field -> traced(field.value()).stream()).filter(address -> !origin.isParty(address)).findFirst();
        if (traced.isPresent() || ofList) {
            return traced;
        }
        List<String> named = headers.first("to").map(Header::value).map(AddressScanner::addresses).orElse(List.of());
        return named.size() == 1 && !origin.isParty(named.getFirst()) ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /// RFC 5321 section 4.4: `for <ann@example.org>` in a trace field.
    private static Optional<String> traced(String value) {
        int at = value.toLowerCase(Locale.ROOT).indexOf("for <");
        return at < 0 ? Optional.empty() : AddressScanner.bracketed(value.substring(at)).stream().findFirst();
    }

    private static Optional<String> fromLines(TextReport report) {
        List<String> rest = report.text().rest();
        boolean ofList = rest.stream().limit(200).map(line -> line.toLowerCase(Locale.ROOT)).anyMatch(line -> line.startsWith("list-") || line.startsWith("x-beenthere:") || line.startsWith("precedence: list"));
        Optional<String> traced = rest.stream().limit(200).flatMap(line -> traced(line).stream()).filter(address -> !report.origin().isParty(address)).findFirst();
        if (traced.isPresent() || ofList) {
            return traced;
        }
        return rest.stream().limit(200).filter(line -> line.regionMatches(true, 0, "To:", 0, 3))
                .map(AddressScanner::addresses)
                .filter(named -> named.size() == 1 && !report.origin().isParty(named.getFirst()))
                .map(List::getFirst)
                .findFirst();
    }
}

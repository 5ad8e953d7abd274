package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Header;

/// Recognisers for servers with a layout of their own.
final class Families {
    private Families() {}

    /// Exim, Gmail and others name the recipients in the header.
    static List<Finding> failedRecipientsField(TextReport report) {
        List<String> named = report.message().headers().all("X-Failed-Recipients").stream()
                .map(Header::value)
                .flatMap(value -> Arrays.stream(value.split("[,\\s]+", 2 * BounceReader.MAX_RECIPIENTS)))
                .map(part -> part.replace("<", "").replace(">", ""))
                .filter(AddressScanner::isBare)
                .distinct()
                .limit(BounceReader.MAX_RECIPIENTS)
                .toList();
        return named.stream().map(address -> report.finding(address, saidOf(report, address, named.size()))).toList();
    }

    /// What the text says of an address; of the only one, everything.
    private static String saidOf(TextReport report, String address, int all) {
        for (int i = 0; i < report.lines().size(); i++) {
            if (report.lower().get(i).contains(address.toLowerCase(Locale.ROOT))) {
                String about = report.about(i);
                return all > 1 || Verdict.isEvidence(about) ? about : report.text().beginning();
            }
        }
        return report.text().beginning();
    }

    /// Postfix, qmail, Yahoo, Sina: paragraphs that begin with `<ann@example.org>:`. Postfix adds
    /// `(expanded from <list@example.org>)` before the colon.
    static List<Finding> bracketedParagraphs(TextReport report) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < report.lines().size() && found.size() < BounceReader.MAX_RECIPIENTS; i++) {
            String line = report.lines().get(i);
            int close = line.indexOf('>');
            if (line.startsWith("<") && close > 0 && isHead(line.substring(close + 1))) {
                String address = AddressScanner.withoutType(line.substring(1, close));
                if (AddressScanner.isBare(address)) {
                    found.add(report.finding(expanded(report, i).orElse(address), report.about(i)));
                }
            }
        }
        return found;
    }

    private static boolean isHead(String rest) {
        return rest.startsWith(":") || rest.startsWith(" (expanded from");
    }

    private static Optional<String> expanded(TextReport report, int line) {
        return report.lines().get(line).contains("(expanded from") ? Layouts.origin(report.text().between(line, line + 2)) : Optional.empty();
    }

    /// Sendmail of all ages: the list of addresses, and the dialogue with the other server, which knows the reason.
    /// `550 <ann@example.org>... User unknown` stands alone in the oldest.
    static List<Finding> sendmail(TextReport report) {
        int dialogue = line(report, "transcript of");
        if (dialogue < 0) {
            return List.of();
        }
        Map<String, String> said = transcript(report, dialogue + 1);
        List<Finding> listed = Layouts.lists(upTo(report, dialogue));
        if (!listed.isEmpty()) {
            String dialogueText = report.text().between(dialogue + 1, report.lines().size());
            return listed.stream().map(finding -> withReason(finding, said, listed.size() == 1 ? dialogueText : "")).toList();
        }
        return report.withoutParties(said.entrySet().stream().map(entry -> report.finding(entry.getKey(), entry.getValue())).toList());
    }

    private static Finding withReason(Finding finding, Map<String, String> said, String dialogue) {
        if (StatusCode.enhanced(finding.text()).isPresent() || StatusCode.reply(finding.text()).isPresent()) {
            return finding;
        }
        String reason = said.getOrDefault(finding.address(), dialogue);
        return new Finding(finding.address(), reason.isBlank() ? finding.text() : reason, finding.ends());
    }

    private static TextReport upTo(TextReport report, int end) {
        return new TextReport(report.message(), report.origin(), new ReportText(report.lines().subList(0, end), List.of()), report.lower().subList(0, end), report.ends());
    }

    /// Replies of class 4 and 5 by the address they name, or by the last RCPT before them.
    private static Map<String, String> transcript(TextReport report, int from) {
        Map<String, String> said = new LinkedHashMap<>();
        String asked = "";
        for (int i = from; i < report.lines().size() && said.size() < BounceReader.MAX_RECIPIENTS; i++) {
            String line = report.lines().get(i).strip();
            if (line.startsWith(">>>")) {
                List<String> named = AddressScanner.addresses(line);
                asked = line.toLowerCase(Locale.ROOT).contains("rcpt to") && !named.isEmpty() ? named.getFirst() : asked;
            } else if (isRefusal(line)) {
                List<String> named = AddressScanner.addresses(line);
                String address = line.startsWith("<<<") || named.isEmpty() ? asked : named.getFirst();
                if (!address.isEmpty()) {
                    said.merge(address, line, (old, more) -> old.length() > FailedRecipient.MAX_REASON ? old : old + " " + more);
                }
            }
        }
        return said;
    }

    private static boolean isRefusal(String line) {
        String bare = line.startsWith("<<<") ? line.substring(3).strip() : line;
        return bare.length() > 3 && (bare.charAt(0) == '4' || bare.charAt(0) == '5') && Character.isDigit(bare.charAt(1)) && Character.isDigit(bare.charAt(2))
                && (bare.charAt(3) == ' ' || bare.charAt(3) == '-');
    }

    private static int line(TextReport report, String phrase) {
        for (int i = 0; i < report.lower().size(); i++) {
            if (report.lower().get(i).contains(phrase)) {
                return i;
            }
        }
        return -1;
    }

    /// GroupWise gives names of its own without the domain: `ann (user not found)`. They are of the domain that reports.
    static List<Finding> groupWise(TextReport report) {
        int start = Math.max(line(report, "undeliverable to the following"), line(report, "they are not accepting mail"));
        List<Finding> found = new ArrayList<>();
        for (int i = start + 1; start >= 0 && i < report.lines().size(); i++) {
            String line = report.lines().get(i).strip();
            int end = line.indexOf(' ');
            String name = end < 0 ? line : line.substring(0, end);
            String rest = end < 0 ? "" : line.substring(end).strip();
            boolean entry = !name.isEmpty() && isName(name) && (rest.isEmpty() || rest.startsWith("("));
            if (entry) {
                String address = name.indexOf('@') > 0 ? name : name + "@" + report.origin().domain();
                String about = line + " " + report.lines().get(start);
                found.add(report.finding(address, rest.isEmpty() ? about : line));
            }
        }
        return report.origin().domain().isEmpty() ? List.of() : report.withoutParties(found);
    }

    private static boolean isName(String word) {
        return word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '@' || c == '+');
    }

    /// CompuServe: `Receiver not found: ann`.
    static List<Finding> receiverNotFound(TextReport report) {
        List<Finding> found = new ArrayList<>();
        for (String line : report.lines()) {
            int at = line.indexOf("Receiver not found:");
            String name = at < 0 ? "" : line.substring(at + 19).strip();
            if (!name.isEmpty() && isName(name)) {
                String domain = report.origin().domain().isEmpty() ? "compuserve.com" : report.origin().domain();
                found.add(report.finding(name.indexOf('@') > 0 ? name : name + "@" + domain, line));
            }
        }
        return found;
    }

    /// PMDF and other X.400 gateways give the address that was used, and the one that it stands for.
    static List<Finding> originalAddress(TextReport report) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < report.lower().size(); i++) {
            String line = report.lower().get(i).strip();
            if (line.startsWith("recipient address:") || line.startsWith("original address:") || line.startsWith("recipient:")) {
                List<String> named = AddressScanner.addresses(report.lines().get(i));
                boolean original = line.startsWith("original") && !found.isEmpty();
                if (!named.isEmpty()) {
                    String about = report.text().between(i, report.paragraphEnd(i));
                    if (original) {
                        found.removeLast();
                    }
                    found.add(report.finding(named.getFirst(), about));
                }
            }
        }
        return report.withoutParties(found);
    }
}

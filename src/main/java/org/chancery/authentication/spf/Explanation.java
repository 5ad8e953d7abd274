package org.chancery.authentication.spf;

import java.util.List;
import java.util.Optional;
import org.chancery.dns.Resolver;
import org.chancery.mail.Parsed;

/// Fetches the text a domain publishes for those it refuses (RFC 7208 section 6.2). Whatever is wrong with it, the result of
/// the check stands, and there is just no text.
final class Explanation {
    /// It goes into an SMTP reply, where a few lines are as much as anybody shows (RFC 7208 section 11.5: keep it short).
    private static final int MAX_TEXT = 500;

    private Explanation() {}

    static String fetch(Resolver dns, MacroString where, MacroValues values) {
        String name = TargetName.fitted(values.expand(where));
        List<String> texts = TargetName.isAskable(name) ? dns.txt(name).valuesOrNone() : List.of();
        return texts.size() == 1 ? expanded(texts.getFirst(), values).orElse("") : "";
    }

    private static Optional<String> expanded(String text, MacroValues values) {
        return text.length() <= SpfRecordParser.MAX_RECORD && MacroParser.explanation(text) instanceof Parsed.Value<MacroString>(MacroString parsed)
                ? Optional.of(harmless(values.expand(parsed)))
                : Optional.empty();
    }

    /// Macros may bring in what the client said, which may be anything.
    private static String harmless(String text) {
        String shown = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return shown.replaceAll("[^ -~]", "?");
    }
}

package org.chancery.moderation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.chancery.content.PlainRendering;
import org.chancery.mail.Message;

/// What somebody answers to a mail of the desk: the word on the first line that is neither blank nor quoted, and for a rejection
/// the text behind it.
///
/// Every word but `reject` must stand alone on its line: so a responder that quotes our mail without marks, or a person who
/// begins a sentence with it, decides nothing. The reason of a rejection goes on over the next lines and ends at a blank line,
/// at a quotation or at the signature.
///
/// Example: `Reject off topic here` is `Reply(REJECT, "off topic here")`.
public record Reply(Verb verb, String reason) {
    /// Blank and quoted lines that are looked through for the first word; mail programs put the quotation below or above.
    private static final int MAX_LINES = 500;
    private static final String BLANKS = "[\\s\\u3000]+";

    /// Empty when the answer cannot be told.
    public static Optional<Reply> read(Message message) {
        return read(PlainRendering.of(message));
    }

    static Optional<Reply> read(String text) {
        Iterator<String> lines = text.lines().limit(MAX_LINES).iterator();
        while (lines.hasNext()) {
            String line = lines.next().strip();
            if (isSignature(line)) {
                return Optional.empty();
            }
            if (!line.isBlank() && !isQuoted(line)) {
                return first(line, lines);
            }
        }
        return Optional.empty();
    }

    private static Optional<Reply> first(String line, Iterator<String> rest) {
        String[] words = line.split(BLANKS, 2);
        Optional<Verb> verb = ReplyWords.verb(words[0]);
        String behind = words.length > 1 ? words[1].strip() : "";
        if (verb.isPresent() && verb.get() == Verb.REJECT) {
            return Optional.of(new Reply(Verb.REJECT, reason(behind, rest)));
        }
        return verb.filter(_ -> behind.isEmpty()).map(alone -> new Reply(alone, ""));
    }

    private static String reason(String behind, Iterator<String> rest) {
        List<String> lines = new ArrayList<>();
        if (!behind.isEmpty()) {
            lines.add(behind);
        }
        while (rest.hasNext()) {
            String line = rest.next().strip();
            if (line.isBlank() || isQuoted(line) || isSignature(line)) {
                break;
            }
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">") || line.startsWith("|");
    }

    /// RFC 3676 section 4.3, its blank gone by stripping.
    private static boolean isSignature(String line) {
        return line.equals("--");
    }
}

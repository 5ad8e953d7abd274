package org.chancery.moderation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.content.PlainRendering;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// What somebody answers to a mail of the desk: the word on the first line that is neither blank nor quoted, and for a rejection
/// the text behind it.
///
/// Every word but `reject` and `forward` must stand alone on its line: so a responder that quotes our mail without marks, or a person who
/// begins a sentence with it, decides nothing. Behind `forward` stand addresses and nothing else. The reason of a rejection and the words
/// that go with a forwarded post go on over the next lines and end at a blank line, at a quotation or at the signature.
///
/// Example: `Reject off topic here` is `Decision(REJECT, "off topic here")`.
final class ReplyReader {
    /// Blank and quoted lines that are looked through for the first word; mail programs put the quotation below or above.
    private static final int MAX_LINES = 500;
    /// Addresses of one line; how many may be written to is for the desk to say.
    private static final int MAX_ADDRESSES = 20;
    private static final String BLANKS = "[\\s\\u3000]+";

    private ReplyReader() {}

    /// Empty when the answer cannot be told.
    static Optional<Reply> read(Message message) {
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
        String behind = words.length > 1 ? words[1].strip() : "";
        if (ReplyWords.isForward(words[0])) {
            return addresses(behind).map(to -> new Reply.Forward(to, text("", rest)));
        }
        Optional<Verb> verb = ReplyWords.verb(words[0]);
        if (verb.isPresent() && verb.get() == Verb.REJECT) {
            return Optional.of(new Reply.Decision(Verb.REJECT, text(behind, rest)));
        }
        return verb.filter(_ -> behind.isEmpty()).map(alone -> new Reply.Decision(alone, ""));
    }

    /// With commas between them as in a header, or with blanks; programs put a link behind what looks like an address. Empty when anything
    /// else stands there.
    static Optional<List<Address>> addresses(String text) {
        String plain = text.replaceAll("(?i)[\\s\\u3000]*[<(\\[]mailto:[^>)\\]]*[>)\\]]", "").strip();
        List<Address> asHeader = MailboxList.parse(plain).toOptional().orElse(List.of()).stream().map(Mailbox::address).toList();
        List<Address> found = asHeader.isEmpty() ? words(plain) : asHeader;
        return found.isEmpty() || found.size() > MAX_ADDRESSES || found.stream().anyMatch(address -> address.domain().isLiteral())
                ? Optional.empty()
                : Optional.of(found);
    }

    private static List<Address> words(String text) {
        List<Parsed<Address>> read = Stream.of(text.split("[\\s\\u3000,;、]+")).filter(word -> !word.isEmpty())
                .map(word -> Address.parse(word.replaceAll("^<|>$", ""))).toList();
        List<Address> found = read.stream().flatMap(word -> word.toOptional().stream()).toList();
        return found.size() == read.size() ? found : List.of();
    }

    private static String text(String behind, Iterator<String> rest) {
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

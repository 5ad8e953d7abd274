package org.chancery.subscription.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.content.PlainRendering;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// What a person wrote into a mail: the subject without the marks of replies, and the first text up to signature or quotation.
record RequestText(String subject, List<String> lines) {
    private static final int MAX_CHARACTERS = 20_000; // ten commands are a few hundred
    private static final int MAX_LINES = 200;

    /// How programs mark replies and forwards, in the languages seen most; a number may follow, and the wide colon of East Asia.
    private static final Pattern MARKS = Pattern.compile(
            "(?iu)^(?:\\s*(?:re|aw|antw|antwort|sv|vs|vá|odp|ref|rif|res|réf|rép|ynt|atb|fw|fwd|wg|tr|rv|enc|doorst|回复|回覆|答复|返信|转发|轉寄|転送|回信|รต|отв)"
                    + "(?:\\[\\d{1,4}\\]|\\(\\d{1,4}\\)|\\^\\d{1,4}|\\*\\d{1,4})?\\s{0,3}[:\uFF1A]|\\s*\\[[^\\]]{0,60}\\])*\\s*");

    /// A line that begins what others wrote: Outlook's rule and its "Original Message" in any language.
    private static final Pattern OTHERS = Pattern.compile("_{10,}.*|-{4,}.*|\\*{10,}.*");
    private static final Pattern WROTE = Pattern.compile("(?iu)(on|am|le|el|il|op|den|w dniu|em|在|20\\d\\d).{0,200}");

    RequestText {
        lines = List.copyOf(lines);
    }

    static RequestText of(Message message) {
        String subject = message.headers().first("Subject").map(Header::text).orElse("");
        return new RequestText(MARKS.matcher(subject).replaceFirst("").strip(), own(text(message)));
    }

    private static String text(Message message) {
        String text = firstText(message.root()).map(Part::text).orElseGet(() -> holdsMessage(message.root()) ? "" : PlainRendering.of(message));
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    }

    /// Never one of a message inside: its words are somebody else's.
    private static Optional<Part> firstText(Part part) {
        if (part.parts().isEmpty()) {
            return part.type().is("text", "plain") && !part.isAttachment() ? Optional.of(part) : Optional.empty();
        }
        return part.type().isMultipart() ? part.parts().stream().flatMap(inner -> firstText(inner).stream()).findFirst() : Optional.empty();
    }

    private static boolean holdsMessage(Part part) {
        return part.type().isMessage() || part.parts().stream().anyMatch(RequestText::holdsMessage);
    }

    private static List<String> own(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().limit(MAX_LINES).toList()) {
            if (line.equals("-- ") || line.strip().equals("--") || OTHERS.matcher(line.strip()).matches()) {
                return lines;
            }
            if (line.stripLeading().startsWith(">") || line.stripLeading().startsWith("|")) {
                return withoutIntroduction(lines);
            }
            lines.add(line);
        }
        return lines;
    }

    /// "On Sunday Ann wrote:" stands before a quotation, on one line or on two.
    private static List<String> withoutIntroduction(List<String> lines) {
        List<String> own = withoutBlankEnd(lines);
        if (own.isEmpty() || !(own.getLast().stripTrailing().endsWith(":") || own.getLast().stripTrailing().endsWith("\uFF1A"))) {
            return own;
        }
        own.removeLast();
        if (!own.isEmpty() && WROTE.matcher(own.getLast().strip()).matches()) {
            own.removeLast();
        }
        return own;
    }

    private static List<String> withoutBlankEnd(List<String> lines) {
        List<String> own = new ArrayList<>(lines);
        while (!own.isEmpty() && own.getLast().isBlank()) {
            own.removeLast();
        }
        return own;
    }

    Stream<String> written() {
        return lines.stream().map(line -> line.replace('\u00A0', ' ').replace('\u3000', ' ').strip()).filter(line -> !line.isEmpty());
    }
}

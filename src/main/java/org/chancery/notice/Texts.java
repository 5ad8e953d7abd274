package org.chancery.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.list.MailingList;

/// Finds the words of a mail and fills them in. A shipped text is a resource `LANGUAGE/ID.txt`: `Subject: ` and the subject on
/// the first line, an empty line, the body. Placeholders stand in braces; a value is put in as it is and never read again, so that
/// no value can bring a placeholder along.
public final class Texts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]{1,40})\\}");
    private static final String SUBJECT = "Subject: ";

    /// The text in `language`, with `values` filled in; `list` is empty for mails of the site.
    public Text text(TextId id, Optional<MailingList> list, Language language, Map<String, String> values) {
        Text shipped = shipped(id, language);
        return new Text(oneLine(filled(shipped.subject(), values)), filled(shipped.body(), values));
    }

    static Text shipped(TextId id, Language language) {
        String text = resource(language.tag() + "/" + id.word() + ".txt").or(() -> resource("en/" + id.word() + ".txt"))
                .orElseThrow(() -> new IllegalStateException("no text " + id.word()));
        int end = text.indexOf('\n');
        return new Text(text.substring(SUBJECT.length(), end), text.substring(end + 1).strip() + "\n");
    }

    private static String filled(String template, Map<String, String> values) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    /// A value with a line end must not end the header field it stands in.
    private static String oneLine(String subject) {
        return subject.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.chancery.archive;

import java.util.List;
import org.chancery.content.PlainRendering;

/// The text of a digest for people and for programs that take digests apart (RFC 1153 section 2): preamble, 70 hyphens, the
/// messages each ended by 30 hyphens between empty lines, and the line that names the end, underlined with asterisks.
///
/// A line of a message that a reader could take for a separator gets a blank before it. The footer stands in the preamble:
/// behind the last message readers would take it for one more.
final class PlainDigest {
    private static final String PREAMBLE_END = "-".repeat(70);
    private static final String MESSAGE_END = "-".repeat(30);
    /// Lenient readers (Emacs among them) take 27 hyphens for 30.
    private static final String ALIKE = "-".repeat(27);
    /// RFC 1153 section 2, in its order.
    private static final List<String> HEADS = List.of("Date", "From", "To", "Cc", "Subject", "Message-ID", "Keywords", "Summary");

    private PlainDigest() {}

    static String text(DigestWords words, List<DigestPost> all) {
        List<DigestPost> posts = all.stream().filter(post -> !post.isEncrypted()).toList();
        var text = new StringBuilder();
        String preamble = words.masthead() + Contents.of(all) + words.afterContents();
        text.append(guarded(preamble).stripTrailing()).append("\n\n");
        if (!words.footer().isBlank()) {
            text.append(guarded(words.footer()).strip()).append("\n\n");
        }
        text.append(PREAMBLE_END).append("\n\n");
        posts.forEach(post -> append(text, post));
        String end = "End of " + words.title();
        return text.append(end).append('\n').append("*".repeat(end.length())).append('\n').toString();
    }

    private static void append(StringBuilder text, DigestPost post) {
        for (String name : HEADS) {
            String value = name.equals("Subject") ? post.subject() : post.text(name);
            if (!value.isEmpty()) {
                text.append(name).append(": ").append(value).append('\n');
            }
        }
        text.append('\n').append(guarded(PlainRendering.of(post.message()))).append('\n').append(MESSAGE_END).append("\n\n");
    }

    private static String guarded(String text) {
        return text.startsWith(ALIKE) ? " " + inner(text) : inner(text);
    }

    private static String inner(String text) {
        return text.replace("\n" + ALIKE, "\n " + ALIKE);
    }
}

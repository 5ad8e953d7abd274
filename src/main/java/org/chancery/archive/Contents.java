package org.chancery.archive;

import java.util.List;
import java.util.Locale;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;

/// The table of contents of an issue: number, subject and author of each post, in its order.
final class Contents {
    /// RFC 5322 section 2.1.1 asks for lines of at most 78 characters.
    private static final int MAX_LINE = 78;
    private static final String INDENT = "      ";
    private static final String ENCRYPTED = " [encrypted post, not in this digest]";

    private Contents() {}

    static String of(List<DigestPost> posts) {
        var contents = new StringBuilder();
        for (int i = 0; i < posts.size(); i++) {
            DigestPost post = posts.get(i);
            String entry = post.subject() + " (" + author(post) + ")" + (post.isEncrypted() ? ENCRYPTED : "");
            contents.append(folded(String.format(Locale.ROOT, "%4d. ", i + 1), entry));
        }
        return contents.toString();
    }

    /// The name, or the address of who gives none; what cannot be read in one way stands as it is.
    private static String author(DigestPost post) {
        return switch (Authors.of(post.message())) {
            case Authors.Single(Mailbox box) -> name(box);
            case Authors.Several(List<Mailbox> boxes) -> boxes.isEmpty() ? "" : name(boxes.getFirst()) + " and others";
            case Authors.None _ -> "unknown author";
            case Authors.Malformed _ -> post.text("From");
        };
    }

    private static String name(Mailbox box) {
        return box.displayName().isEmpty() ? box.address().toString() : box.displayName();
    }

    private static String folded(String number, String entry) {
        var lines = new StringBuilder(number);
        int column = number.length();
        boolean first = true;
        for (String word : entry.split(" +")) {
            if (!first && column + 1 + word.length() > MAX_LINE) {
                lines.append('\n').append(INDENT);
                column = INDENT.length();
            } else if (!first) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
            first = false;
        }
        return lines.append('\n').toString();
    }
}

package org.chancery.mail;

import java.util.Locale;

/// The tree of parts as text, one part a line: `type charset [start bodyStart end] decodedSize: defects`.
final class MimeTree {
    private MimeTree() {}

    static String of(Message message) {
        var text = new StringBuilder();
        append(text, message.root(), "");
        return text.toString();
    }

    private static void append(StringBuilder text, Part part, String indent) {
        text.append(String.format(
                Locale.ROOT,
                "%s%s %s [%d %d %d] %d: %s%n",
                indent,
                part.type(),
                part.charsetName().orElse("-"),
                part.start(),
                part.bodyStart(),
                part.end(),
                part.decodedSize(),
                String.join("; ", part.defects())));
        part.parts().forEach(child -> append(text, child, indent + "  "));
    }
}

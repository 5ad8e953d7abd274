package org.chancery.notice;

import java.util.regex.Pattern;

/// Text of strangers made fit to stand in mails of ours: no controls, no change of reading direction, and where a stranger could
/// speak through us (authorisation.md section 1.3) short and without links.
///
/// Example: `Harmless.subject("Cheap! https://evil.example/")` is `Cheap! hxxps://evil.example/`.
public final class Harmless {
    /// authorisation.md section 1.3.
    static final int MAX_SUBJECT = 60;

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\u2028\\u2029&&[^\\n\\t]]");
    private static final Pattern DIRECTION = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");
    private static final Pattern WEB = Pattern.compile("(?i)htt(p)");
    private static final Pattern OTHER_LINK = Pattern.compile("(?i)\\b(ftp|mailto)\\s*:");
    private static final Pattern WEB_NAME = Pattern.compile("(?i)\\b(www)\\.");

    private Harmless() {}

    /// The subject of a stranger, decoded before: one line of at most 60 characters in which nothing can be clicked.
    public static String subject(String text) {
        String unlinked = WEB.matcher(line(text)).replaceAll("hxx$1");
        return shortened(WEB_NAME.matcher(OTHER_LINK.matcher(unlinked).replaceAll("$1[:]")).replaceAll("$1[.]"));
    }

    /// One line: whatever ends lines or controls becomes a blank, marks that turn the reading direction go.
    public static String line(String text) {
        String oneLine = UNSEEN.matcher(text.replaceAll("[\\r\\n\\t]+", " ")).replaceAll(" ");
        return DIRECTION.matcher(oneLine).replaceAll("").strip();
    }

    /// Several lines, LF between them.
    public static String lines(String text) {
        String normal = text.replace("\r\n", "\n").replace('\r', '\n');
        return DIRECTION.matcher(UNSEEN.matcher(normal).replaceAll(" ")).replaceAll("").stripTrailing();
    }

    /// Cuts between characters, so that half a pair never remains.
    private static String shortened(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= MAX_SUBJECT ? text : text.substring(0, text.offsetByCodePoints(0, MAX_SUBJECT - 1)).stripTrailing() + "…";
    }
}

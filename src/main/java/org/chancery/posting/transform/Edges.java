package org.chancery.posting.transform;

import org.chancery.list.Setting;
import org.chancery.notice.OwnersText;

/// What the owner of a list wants above each post and under it, filled in, with CRLF at its line ends and a rule that sets it off; empty where
/// nothing is wanted.
public record Edges(String above, String below) {
    public static final Edges NONE = new Edges("", "");
    /// Between what the list says and what its people wrote.
    public static final String LINE = "_______________________________________________\r\n";

    static Edges of(Passage passage) {
        String header = text(passage, Setting.HEADER);
        String footer = text(passage, Setting.FOOTER);
        return new Edges(header.isEmpty() ? "" : header + LINE + "\r\n", footer.isEmpty() ? "" : "\r\n" + LINE + footer);
    }

    private static String text(Passage passage, Setting setting) {
        String text = OwnersText.filledIn(passage.list(), setting, passage.webUrl());
        return text.isEmpty() ? "" : text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n";
    }

    boolean isNone() {
        return above.isEmpty() && below.isEmpty();
    }
}

package org.chancery.notice;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/// How wide a line looks, and folding of lines that are too wide. Mail programs wrap what is wider, and would cut links.
final class Columns {
    /// RFC 3676 section 4.2 and RFC 2045 section 6.7 both end lines here.
    static final int MAX = 76;

    private Columns() {}

    /// Characters of Chinese, Japanese and Korean, and pictures, take two columns; marks and joiners none.
    static int width(String line) {
        return line.codePoints().map(Columns::width).sum();
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        boolean inBlock = (codePoint >= 0x2E80 && codePoint <= 0x33FF) || (codePoint >= 0xFF01 && codePoint <= 0xFF60) || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF);
        return inBlock || switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> false;
        };
    }

    /// Folds at blanks; a word that is too wide by itself has a line of its own. Each line begins as far from the margin as
    /// the first.
    static List<String> folded(String line) {
        if (width(line) <= MAX) {
            return List.of(line);
        }
        String margin = line.substring(0, line.length() - line.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder(margin);
        for (String word : line.strip().split(" +")) {
            boolean begins = current.length() == margin.length();
            if (!begins && width(current.toString()) + 1 + width(word) > MAX) {
                lines.add(current.toString());
                current = new StringBuilder(margin);
                begins = true;
            }
            current.append(begins ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }
}

package org.chancery.sender;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/// A text as a reader would see it, each character of which still knows where it stands in the source. What is found in the view can
/// be cut out of the source whole, with everything that was hidden between its letters.
///
/// Example: `View.of("ch<b>s</b>1").untagged()` reads `chs1`; its range 0 to 4 is 0 to 11 in the source.
final class View {
    /// Tags behind which a reader sees a new line.
    private static final Pattern BLOCK = Pattern.compile("</?(?:p|br|div|tr|td|li|ul|ol|h[1-6]|table|pre|blockquote|body|html|hr)\\b", Pattern.CASE_INSENSITIVE);
    /// No named entity is longer; `&CounterClockwiseContourIntegral;` has 33.
    private static final int MAX_ENTITY = 40;

    private final char[] chars;
    private final int[] starts;
    private final int[] ends;
    private final int length;

    private View(char[] chars, int[] starts, int[] ends, int length) {
        this.chars = chars;
        this.starts = starts;
        this.ends = ends;
        this.length = length;
    }

    static View of(String text) {
        int[] starts = new int[text.length()];
        int[] ends = new int[text.length()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        return new View(text.toCharArray(), starts, ends, text.length());
    }

    String text() {
        return new String(chars, 0, length);
    }

    /// Where the characters from `from` to before `to` stand in the source: the first offset, and that behind the last.
    int start(int from) {
        return starts[from];
    }

    int end(int to) {
        return ends[to - 1];
    }

    /// Collects characters of another view.
    private final class Builder {
        private char[] some = new char[length + 8];
        private int[] from = new int[length + 8];
        private int[] to = new int[length + 8];
        private int used;

        void copy(int at) {
            put(chars[at], at, at + 1);
        }

        /// `c` stands for the characters from `first` to before `behind`.
        void put(char c, int first, int behind) {
            if (used == some.length) {
                some = Arrays.copyOf(some, used * 2);
                from = Arrays.copyOf(from, used * 2);
                to = Arrays.copyOf(to, used * 2);
            }
            some[used] = c;
            from[used] = starts[first];
            to[used++] = ends[behind - 1];
        }

        void put(String text, int first, int behind) {
            for (int i = 0; i < text.length(); i++) {
                put(text.charAt(i), first, behind);
            }
        }

        View built() {
            return new View(some, from, to, used);
        }
    }

    /// Lines put together again: without line ends, blanks around them, and marks of quoting (RFC 3676 section 4.5).
    View joined() {
        Builder view = new Builder();
        int at = 0;
        while (at < length) {
            int blanks = at;
            while (blanks < length && (chars[blanks] == ' ' || chars[blanks] == '\t')) {
                blanks++;
            }
            if (blanks < length && (chars[blanks] == '\r' || chars[blanks] == '\n')) {
                at = blanks;
                while (at < length && "\r\n> \t".indexOf(chars[at]) >= 0) {
                    at++;
                }
            } else {
                for (; at <= blanks && at < length; at++) {
                    view.copy(at);
                }
            }
        }
        return view.built();
    }

    /// Without tags and comments, entities decoded; tags that begin a new line are one.
    View untagged() {
        return markup(true);
    }

    /// Entities decoded, tags kept: for what stands in attributes.
    View entities() {
        return markup(false);
    }

    private View markup(boolean cutTags) {
        Builder view = new Builder();
        String text = text();
        int lastComment = text.lastIndexOf("-->"); // keeps a thousand comments that never end linear
        int at = 0;
        while (at < length) {
            int behind = cutTags && chars[at] == '<' ? behindTag(text, at, lastComment) : at;
            if (behind > at) {
                if (BLOCK.matcher(text).region(at, behind).lookingAt()) {
                    view.put('\n', at, behind);
                }
                at = behind;
            } else if (chars[at] == '&') {
                at = entity(view, at);
            } else {
                view.copy(at++);
            }
        }
        return view.built();
    }

    /// Behind the tag or comment that begins at `at`; `at` itself when none does.
    private int behindTag(String text, int at, int lastComment) {
        if (at + 3 < length && chars[at + 1] == '!' && chars[at + 2] == '-' && chars[at + 3] == '-') {
            return at + 4 > lastComment ? at : text.indexOf("-->", at + 4) + 3;
        }
        boolean isTag = at + 1 < length && (Character.isLetter(chars[at + 1]) || chars[at + 1] == '/' || chars[at + 1] == '!' || chars[at + 1] == '?');
        for (int i = at + 1; isTag && i < length && chars[i] != '<'; i++) {
            if (chars[i] == '>') {
                return i + 1;
            }
        }
        return at;
    }

    private int entity(Builder view, int at) {
        int behind = at + 1;
        while (behind < length && behind - at < MAX_ENTITY && (Character.isLetterOrDigit(chars[behind]) || chars[behind] == '#')) {
            behind++;
        }
        if (behind < length && chars[behind] == ';') {
            behind++;
        }
        String written = new String(chars, at, behind - at);
        String meant = written.length() > 2 ? Parser.unescapeEntities(written, false) : written;
        if (meant.equals(written)) {
            view.copy(at);
            return at + 1;
        }
        view.put(meant, at, behind);
        return behind;
    }

    /// Letters of other widths and styles as plain ones (NFKC), without what nobody sees (soft hyphens, joiners, marks of direction).
    View normal() {
        if (isAscii()) {
            return this;
        }
        Builder view = new Builder();
        int at = 0;
        while (at < length) {
            int codePoint = Character.codePointAt(chars, at, length);
            int behind = at + Character.charCount(codePoint);
            if (codePoint < 0x80) {
                view.copy(at);
            } else if (Character.getType(codePoint) != Character.FORMAT && (codePoint < 0xFE00 || codePoint > 0xFE0F)) {
                view.put(Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC), at, behind);
            }
            at = behind;
        }
        return view.built();
    }

    private boolean isAscii() {
        for (int i = 0; i < length; i++) {
            if (chars[i] >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// `%2E` and `=2E` as the octets they stand for (RFC 2231 section 4, RFC 2047 section 4.2, URLs); `mark` is one of the two.
    View unescaped(char mark) {
        Builder view = new Builder();
        for (int at = 0; at < length; at++) {
            int octet = chars[at] == mark && at + 2 < length ? Character.digit(chars[at + 1], 16) * 16 + Character.digit(chars[at + 2], 16) : -1;
            if (octet > 0 && octet < 0x80 && Character.digit(chars[at + 2], 16) >= 0) {
                view.put((char) octet, at, at + 3);
                at += 2;
            } else {
                view.copy(at);
            }
        }
        return view.built();
    }

    /// UTF-7 (RFC 2152 section 3): runs of modified base64 between `+` and `-`. A character stands for its whole run.
    View shifted() {
        Builder view = new Builder();
        Matcher runs = Pattern.compile("\\+([A-Za-z0-9+/]{2,})-?").matcher(text());
        int at = 0;
        while (runs.find()) {
            for (; at < runs.start(); at++) {
                view.copy(at);
            }
            view.put(utf16(runs.group(1)), runs.start(), runs.end());
            at = runs.end();
        }
        for (; at < length; at++) {
            view.copy(at);
        }
        return view.built();
    }

    private static String utf16(String letters) {
        StringBuilder decoded = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (char letter : letters.toCharArray()) {
            held = (held << 6) | "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(letter);
            bits += 6;
            if (bits >= 16) {
                bits -= 16;
                decoded.append((char) (held >> bits));
                held &= (1 << bits) - 1;
            }
        }
        return decoded.toString();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "View[%d]", length);
    }
}

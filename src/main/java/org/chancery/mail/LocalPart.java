package org.chancery.mail;

import java.text.Normalizer;
import java.util.Locale;

/// The grammar of what stands before the `@`: a dot-atom or a quoted string, in ASCII or UTF-8
/// (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
final class LocalPart {
    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private static final boolean[] PLAIN = plain();

    private LocalPart() {}

    /// The text as given, or what is wrong with it.
    static Parsed<String> read(String text) {
        if (isPlain(text, true)) {
            return Parsed.of(text);
        }
        Parsed<String> form = text.startsWith("\"") ? quotedString(text) : dotAtom(text);
        if (form instanceof Parsed.Malformed<String> || text.chars().allMatch(c -> c < 0x80)) {
            return form;
        }
        return switch (SafeUnicode.read(text, 0)) {
            case Parsed.Malformed<String> fault -> fault;
            case Parsed.Value<String> _ -> form;
        };
    }

    static boolean isAtomText(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c >= 0x80
                || ATOM_SPECIALS.indexOf(c) >= 0;
    }

    /// A dot-atom of ASCII, as nearly all are: one pass. `upperCase`: may it hold capitals?
    private static boolean isPlain(String text, boolean upperCase) {
        boolean dot = true; // as if one stood before
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || !(PLAIN[c] || (c == '.' && !dot)) || (!upperCase && c >= 'A' && c <= 'Z')) {
                return false;
            }
            dot = c == '.';
        }
        return !dot;
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[0x80];
        for (int c = 0; c < plain.length; c++) {
            plain[c] = isAtomText(c);
        }
        return plain;
    }

    private static Parsed<String> dotAtom(String text) {
        if (text.isEmpty()) {
            return Parsed.malformed(0, "nothing stands before the @");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == 0 || i == text.length() - 1) {
                    return Parsed.malformed(i, "a dot at the edge of the local part");
                }
                if (text.charAt(i - 1) == '.') {
                    return Parsed.malformed(i, "two dots in a row");
                }
            } else if (!isAtomText(c)) {
                return Parsed.malformed(i, "a character that needs quotes");
            }
        }
        return Parsed.of(text);
    }

    private static Parsed<String> quotedString(String text) {
        int i = 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 1 : 0;
            if (i >= text.length() || text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                return Parsed.malformed(i, "a control character inside the quotes");
            }
            i++;
        }
        if (i != text.length() - 1) {
            return Parsed.malformed(i, "the quotes do not enclose the whole local part");
        }
        return Parsed.of(text);
    }

    /// The spelling under which mailboxes are compared: composed, lower case, without needless quotes
    /// (RFC 5321 section 4.1.2: `"a"` and `a` are the same mailbox).
    static String folded(String localPart) {
        if (isPlain(localPart, false)) {
            return localPart;
        }
        String content = content(localPart);
        String spelt = dotAtom(content) instanceof Parsed.Value<String> ? content : quoted(content);
        return Normalizer.normalize(spelt, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static String content(String localPart) {
        if (!localPart.startsWith("\"")) {
            return localPart;
        }
        var content = new StringBuilder();
        for (int i = 1; i < localPart.length() - 1; i++) {
            i += localPart.charAt(i) == '\\' ? 1 : 0;
            content.append(localPart.charAt(i));
        }
        return content.toString();
    }

    private static String quoted(String content) {
        return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

package org.chancery.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A header field that we write: the only place in the product where header lines come into being
/// (RFC 5322 section 2.2, RFC 2047).
///
/// No value can hold CR, LF, NUL or another control character: the factories throw `IllegalArgumentException` for
/// CR, LF, NUL and a bad name, and `unstructured` encodes other controls. Lines are folded at 78 octets where
/// the value has a blank, and none is longer than 998 (RFC 5322 section 2.1.1). Folding never changes the value:
/// unfolded it is the same, so writing what was read from a written field gives the same octets.
///
/// Example: `HeaderField.unstructured("Subject", "[talk] café").bytes()` is
/// `Subject: [talk] =?utf-8?Q?caf=C3=A9?=` and CRLF.
public final class HeaderField {
    /// RFC 5322 section 2.1.1: where lines should end.
    static final int PREFERRED_LINE = 78;
    /// RFC 5322 section 2.1.1: where lines must end.
    static final int MAX_LINE = 998;
    /// A longer word cannot be folded, so it is encoded, which splits it.
    private static final int MAX_PLAIN_WORD = 500;
    private static final String UNFOLDABLE_BLANKS = " ".repeat(PREFERRED_LINE);
    /// No registered name comes near; keeps the first line below its limit.
    private static final int MAX_NAME = 100;

    private final String name;
    /// Joined by single blanks they are the value; lines may be folded at those blanks only.
    private final List<String> words;
    private final byte[] bytes;

    private HeaderField(String name, List<String> words) {
        refuseBadName(name);
        words.forEach(HeaderField::refuseControls);
        this.name = name;
        this.words = List.copyOf(words);
        this.bytes = folded();
    }

    /// Free text such as Subject (RFC 5322 section 2.2.1), RFC 2047 encoded where it is not plain ASCII.
    public static HeaderField unstructured(String name, String text) {
        refuseLineEnds(text);
        return new HeaderField(name, unstructuredWords(Lines.trimmed(text)));
    }

    /// A value that has a grammar, such as List-Id: printable ASCII, written as it is. Throws
    /// `IllegalArgumentException` for anything else and for a word too long to fold.
    public static HeaderField structured(String name, String value) {
        if (!isAscii(value)) {
            throw new IllegalArgumentException("a structured field takes ASCII only");
        }
        return structuredUtf8(name, value);
    }

    /// The same with UTF-8 (RFC 6532), for messages that travel by SMTPUTF8 only.
    public static HeaderField structuredUtf8(String name, String value) {
        refuseLineEnds(value);
        return new HeaderField(name, split(value.replace('\t', ' ').strip()));
    }

    /// An address list such as From or To (RFC 5322 section 3.4): at least one mailbox.
    public static HeaderField addresses(String name, List<Mailbox> boxes) {
        if (boxes.isEmpty()) {
            throw new IllegalArgumentException("an address field needs an address");
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            words.addAll(boxes.get(i).words());
            if (i < boxes.size() - 1) {
                words.add(words.removeLast() + ",");
            }
        }
        return new HeaderField(name, words);
    }

    public String name() {
        return name;
    }

    /// Unfolded.
    public String value() {
        return String.join(" ", words);
    }

    /// The field as it is sent, folded, with its last CRLF.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return name + ": " + value();
    }

    private byte[] folded() {
        var text = new StringBuilder(name).append(':');
        int column = name.length() + 1;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int width = 1 + (isAscii(word) ? word.length() : word.getBytes(StandardCharsets.UTF_8).length);
            // Never before the first word: "folded Message-ID headers break threading" in other software.
            boolean fold = i > 0 && !word.isEmpty() && column + width > PREFERRED_LINE;
            text.append(fold ? "\r\n " : " ").append(word);
            column = fold ? width : column + width;
            if (column > MAX_LINE) {
                throw new IllegalArgumentException("a header line of more than 998 octets");
            }
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Encodes from the first to the last word that needs it; a blank run that no fold could break as a whole.
    private static List<String> unstructuredWords(String text) {
        if (text.contains(UNFOLDABLE_BLANKS)) {
            return split(EncodedWord.encode(text));
        }
        List<String> words = split(text);
        int first = 0;
        while (first < words.size() && isPlain(words.get(first))) {
            first++;
        }
        if (first == words.size()) {
            return words;
        }
        int last = words.size() - 1;
        while (isPlain(words.get(last))) {
            last--;
        }
        List<String> encoded = new ArrayList<>(words.subList(0, first));
        encoded.addAll(split(EncodedWord.encode(String.join(" ", words.subList(first, last + 1)))));
        encoded.addAll(words.subList(last + 1, words.size()));
        return encoded;
    }

    private static List<String> split(String text) {
        return List.of(text.split(" ", -1));
    }

    private static boolean isPlain(String word) {
        return word.length() <= MAX_PLAIN_WORD
                && !word.contains("=?")
                && word.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static void refuseBadName(String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME;
        for (int i = 0; i < name.length(); i++) { // each copy of a post has fields of its own: no streams here
            good &= name.charAt(i) > ' ' && name.charAt(i) < 0x7F && name.charAt(i) != ':';
        }
        if (!good) {
            throw new IllegalArgumentException("not a header field name");
        }
    }

    private static void refuseLineEnds(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("CR, LF or NUL in a header field");
        }
    }

    private static void refuseControls(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (PlainText.isControl(word.charAt(i))) {
                throw new IllegalArgumentException("a control character in a header field");
            }
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}

package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One pass over a field value. Octets of neighbouring words in the same charset are joined before they are decoded:
/// many mailers split a character between two words, against RFC 2047 section 5.
final class EncodedWordReader {
    /// RFC 2978 names have at most 40 characters; a language tag may follow.
    private static final int MAX_CHARSET = 80;

    private final String value;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private @Nullable Charset pending;

    EncodedWordReader(String value) {
        this.value = value;
    }

    private record Word(Charset charset, byte[] octets, int end) {}

    String read() {
        int plainFrom = 0;
        int at = value.indexOf("=?");
        // Without a later end no further word is possible: keeps hostile input linear.
        int lastEnd = value.lastIndexOf("?=");
        while (at >= 0 && at < lastEnd) {
            Optional<Word> word = wordAt(at);
            if (word.isPresent()) {
                plain(value.substring(plainFrom, at));
                add(word.get());
                plainFrom = word.get().end();
            }
            at = value.indexOf("=?", Math.max(plainFrom, at + (word.isPresent() ? 0 : 2)));
        }
        flush();
        return text.append(value, plainFrom, value.length()).toString();
    }

    /// White space between two encoded words is not text (RFC 2047 section 6.2).
    private void plain(String between) {
        if (pending != null && between.isBlank()) {
            return;
        }
        flush();
        text.append(between);
    }

    private void add(Word word) {
        if (!word.charset().equals(pending)) {
            flush();
        }
        pending = word.charset();
        octets.writeBytes(word.octets());
    }

    private void flush() {
        if (pending != null) {
            text.append(new String(octets.toByteArray(), pending));
            octets.reset();
            pending = null;
        }
    }

    /// Looks for the end of the word only when its beginning is good: keeps hostile input linear.
    private Optional<Word> wordAt(int start) {
        int afterCharset = value.indexOf('?', start + 2, Math.min(value.length(), start + 2 + MAX_CHARSET));
        if (afterCharset < 0 || afterCharset + 2 >= value.length() || value.charAt(afterCharset + 2) != '?') {
            return Optional.empty();
        }
        char encoding = value.charAt(afterCharset + 1);
        Optional<Charset> charset = EncodedWord.charset(value.substring(start + 2, afterCharset));
        if (charset.isEmpty() || "bBqQ".indexOf(encoding) < 0) {
            return Optional.empty();
        }
        int textStart = afterCharset + 3;
        int textEnd = value.indexOf("?=", textStart);
        if (textEnd < 0) {
            return Optional.empty();
        }
        String encoded = value.substring(textStart, textEnd);
        boolean base64 = encoding == 'b' || encoding == 'B';
        return Optional.of(
                new Word(charset.get(), base64 ? Base64Decoder.decode(encoded) : quoted(encoded), textEnd + 2));
    }

    private static byte[] quoted(String encoded) {
        var decoded = new ByteArrayOutputStream(encoded.length());
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            int value = octets[i] == '=' && i + 2 < octets.length
                    ? Character.digit(octets[i + 1], 16) * 16 + Character.digit(octets[i + 2], 16)
                    : -1;
            boolean isHex = value >= 0 && Character.digit(octets[i + 2], 16) >= 0;
            if (isHex) {
                decoded.write(value);
                i += 2;
            } else {
                decoded.write(octets[i] == '_' ? ' ' : octets[i]);
            }
        }
        return decoded.toByteArray();
    }
}

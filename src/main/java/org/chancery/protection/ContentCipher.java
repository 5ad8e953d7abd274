package org.chancery.protection;

import java.util.Locale;
import java.util.Optional;

/// The two ciphers that the text of an S/MIME copy goes out in: the classes of its readers (RFC 8551 section 2.7).
///
/// Example: `ContentCipher.ofWord("aes256-gcm")` is [#AES256_GCM].
public enum ContentCipher {
    /// In EnvelopedData (RFC 5652 section 6.1), which every program reads; nothing in it shows that nobody changed it.
    AES256_CBC,
    /// In AuthEnvelopedData (RFC 5083, RFC 5084), for those of whom it is known that they read it.
    AES256_GCM;

    /// As it is stored and shown: `aes256-gcm`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Empty for any other word.
    public static Optional<ContentCipher> ofWord(String word) {
        for (ContentCipher cipher : values()) {
            if (cipher.word().equals(word)) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }
}

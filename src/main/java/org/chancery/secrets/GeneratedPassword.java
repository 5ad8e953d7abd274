package org.chancery.secrets;

import java.security.SecureRandom;

/// A password of 130 random bits: 26 characters of lower-case base32 (RFC 4648 section 6) in five groups.
///
/// What is shown is the password, hyphens included: the SCRAM client hashes what its user typed, so a server that
/// forgave a missing hyphen under PLAIN would only make the two mechanisms differ.
///
/// Example: `GeneratedPassword.create(random).revealText()` is `k3vqa-7x2mp-…`.
public final class GeneratedPassword {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHARACTERS = 26; // 5 bits each
    private static final int GROUP = 5;
    private static final int GROUPS = 5; // the last one takes the 26th character

    private GeneratedPassword() {}

    public static Secret create(SecureRandom random) {
        StringBuilder text = new StringBuilder(CHARACTERS + GROUPS);
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0 && i / GROUP < GROUPS) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return Secret.of(text.toString());
    }
}

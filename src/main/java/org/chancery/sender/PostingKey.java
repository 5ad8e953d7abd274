package org.chancery.sender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;

/// A posting key as a person pastes it: prefix, name of the record, secret of 130 bits, check sum, in lower-case base32
/// (RFC 4648 section 6). The fixed prefix makes it recognisable anywhere in any message; the check sum tells a mistyped one from a
/// guessed one without asking the store.
///
/// Example: `chs1.k3vqa7x2mpab.…26 letters….q4vx` of a sender, `chm1.…` of a moderator.
public final class PostingKey {
    /// How a key looks wherever it stands (authorisation.md section 3.6).
    static final Pattern FORM = Pattern.compile("ch[sm]1\\.[a-z2-7.]{44}", Pattern.CASE_INSENSITIVE);
    /// Octets of a whole key.
    static final int LENGTH = 49;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int KID = 12;
    private static final int SECRET = 26; // 130 bits
    private static final int CHECK = 4; // 20 bits: of a million typing errors one passes
    private static final Pattern PARTS = Pattern.compile("(ch[sm]1)\\.([a-z2-7]{12})\\.([a-z2-7]{26})\\.([a-z2-7]{4})");

    private final Holder holder;
    private final String kid;
    private final byte[] secret;

    private PostingKey(Holder holder, String kid, byte[] secret) {
        this.holder = holder;
        this.kid = kid;
        this.secret = secret;
    }

    /// Whose kind of key it is; the prefix says it.
    public enum Holder {
        SENDER("chs1"),
        MODERATOR("chm1");

        private final String prefix;

        Holder(String prefix) {
            this.prefix = prefix;
        }
    }

    /// `random` must be one that nobody can guess.
    public static PostingKey create(Holder holder, RandomGenerator random) {
        return new PostingKey(holder, letters(KID, random), letters(SECRET, random).getBytes(StandardCharsets.US_ASCII));
    }

    private static String letters(int count, RandomGenerator random) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// In any letter case; empty for what has another form or a wrong check sum.
    static Optional<PostingKey> parse(String text) {
        var parts = PARTS.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches() || !parts.group(4).equals(check(parts.group(1), parts.group(2), parts.group(3)))) {
            return Optional.empty();
        }
        Holder holder = parts.group(1).equals(Holder.SENDER.prefix) ? Holder.SENDER : Holder.MODERATOR;
        return Optional.of(new PostingKey(holder, parts.group(2), parts.group(3).getBytes(StandardCharsets.US_ASCII)));
    }

    private static String check(String prefix, String kid, String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((prefix + '.' + kid + '.' + secret).getBytes(StandardCharsets.US_ASCII));
            StringBuilder text = new StringBuilder(CHECK);
            for (int i = 0; i < CHECK; i++) {
                text.append(ALPHABET.charAt(digest[i] & 31));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    public Holder holder() {
        return holder;
    }

    /// Names the record; no secret.
    public String kid() {
        return kid;
    }

    byte[] secret() {
        return secret.clone();
    }

    /// The whole key: for the one moment in which it is shown.
    public String reveal() {
        String letters = new String(secret, StandardCharsets.US_ASCII);
        return holder.prefix + '.' + kid + '.' + letters + '.' + check(holder.prefix, kid, letters);
    }

    /// Overwrites the secret.
    void forget() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return holder.prefix + '.' + kid + ".***";
    }
}

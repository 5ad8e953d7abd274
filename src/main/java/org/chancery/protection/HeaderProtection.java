package org.chancery.protection;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Part;
import org.chancery.mail.QuotedPrintable;

/// The words of header protection (RFC 9788 section 2): which fields there are, what stands in Content-Type for them.
final class HeaderProtection {
    /// Written by each server on the way; nobody's to protect.
    private static final List<String> OF_THE_WAY = List.of(
            "received", "return-path", "dkim-signature", "authentication-results", "arc-seal", "arc-message-signature", "arc-authentication-results");
    /// Programs that say Subject once more: Outlook and Exchange (Thread-Topic), filters in Sieve, formail, SpamAssassin, Barracuda.
    private static final Set<String> COPIES_OF_SUBJECT = Set.of(
            "thread-topic", "original-subject", "x-original-subject", "old-subject", "x-old-subject", "x-subject", "x-spam-prev-subject", "x-asg-orig-subj");
    /// What stands in no header outside an encryption; Subject does, with other words.
    static final Set<String> HIDDEN = hidden();
    private static final List<String> PARAMETERS = List.of("hp", "hp-legacy-display", "protected-headers");
    /// Longer words are encoded, which splits them.
    private static final int LONG_WORD = 900;

    private HeaderProtection() {}

    private static Set<String> hidden() {
        Set<String> names = new HashSet<>(COPIES_OF_SUBJECT);
        names.addAll(List.of("comments", "keywords"));
        return Set.copyOf(names);
    }

    static boolean isHidden(Header field) {
        return HIDDEN.contains(field.name().toLowerCase(Locale.ROOT));
    }

    /// Only we say these, and a stranger may have written them.
    static boolean isOurs(Header field) {
        return field.isNamed(AuthorSignature.NAME) || field.isNamed("HP-Outer");
    }

    /// RFC 9788 section 1.3: what describes the body goes with the body.
    static boolean isStructural(Header field) {
        return field.describesContent() || field.isNamed("MIME-Version");
    }

    /// Content-* with a name that can be written again.
    static boolean isDescribing(Header field) {
        return field.describesContent() && field.name().length() < 80 && field.name().chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    static boolean isOfTheWay(Header field) {
        return OF_THE_WAY.contains(field.name().toLowerCase(Locale.ROOT));
    }

    /// Does this entity say that the fields in its header are those of the message?
    static boolean isDeclared(Part payload) {
        return payload.type().parameter("hp").map(word -> word.strip().toLowerCase(Locale.ROOT)).filter(word -> word.equals("cipher") || word.equals("clear")).isPresent();
    }

    /// The same in the way of Enigmail and Thunderbird, from before RFC 9788.
    static boolean isLegacyDeclared(Part payload) {
        return payload.type().parameter("protected-headers").map(String::strip).filter("v1"::equalsIgnoreCase).isPresent();
    }

    static boolean isLegacyDisplay(Part part) {
        return part.type().parameter("hp-legacy-display").map(String::strip).filter("1"::equals).isPresent();
    }

    /// Content-Type without the parameters of header protection; text/plain where nothing is declared.
    static String plainType(Part entity) {
        String value = entity.headers().first("Content-Type").map(Header::value).orElse("text/plain; charset=us-ascii");
        StringBuilder kept = new StringBuilder();
        for (String piece : pieces(value)) {
            String name = piece.contains("=") ? piece.substring(0, piece.indexOf('=')).strip().toLowerCase(Locale.ROOT) : "";
            if (!PARAMETERS.contains(name)) {
                kept.append(kept.isEmpty() ? "" : ";").append(piece);
            }
        }
        return kept.toString().strip();
    }

    /// Split at semicolons outside quotes.
    private static List<String> pieces(String value) {
        List<String> pieces = new java.util.ArrayList<>();
        boolean isQuoted = false;
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isQuoted && c == '\\') {
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ';' && !isQuoted) {
                pieces.add(value.substring(from, i));
                from = i + 1;
            }
        }
        pieces.add(value.substring(Math.min(from, value.length())));
        return pieces;
    }

    /// A field with a value that came from outside, whatever stands in it: controls become blanks, what is not ASCII or too long to fold is
    /// encoded.
    static HeaderField copied(String name, String value) {
        StringBuilder clean = new StringBuilder(value.length());
        value.chars().forEach(c -> clean.append(c < ' ' || (c >= 0x7F && c <= 0x9F) ? ' ' : (char) c));
        String text = clean.toString();
        boolean asItIs = text.chars().allMatch(c -> c < 0x7F) && List.of(text.split(" ", -1)).stream().allMatch(word -> word.length() <= LONG_WORD);
        return asItIs ? HeaderField.structured(name, text) : HeaderField.unstructured(name, text);
    }

    /// Text in quoted-printable in which no line looks like a boundary: decoded, it may have held the boundary of what it stands in.
    static byte[] encoded(byte[] text) {
        String lines = new String(QuotedPrintable.encode(text), StandardCharsets.US_ASCII).replace("\n--", "\n=2D-");
        return (lines.startsWith("--") ? "=2D" + lines.substring(1) : lines).getBytes(StandardCharsets.US_ASCII);
    }

    /// The fields of a multipart/signed or of a signed blob stand one level deeper.
    static Optional<Part> below(Part signed) {
        return signed.type().is("multipart", "signed") && signed.parts().size() == 2 ? Optional.of(signed.parts().getFirst()) : Optional.empty();
    }

    static boolean isSigned(Part entity) {
        return entity.type().is("multipart", "signed") || entity.type().subtype().endsWith("pkcs7-mime");
    }
}

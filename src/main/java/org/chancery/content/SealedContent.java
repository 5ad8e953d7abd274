package org.chancery.content;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Which parts are signed or encrypted by their author, and so hold only as a whole: RFC 1847 (security multiparts),
/// RFC 3156 (PGP/MIME), RFC 8551 section 3.2 (S/MIME) and the armour of RFC 9580 section 6.2 inside text.
/// Told from types and armour lines alone; nothing is opened.
///
/// Example: `SealedContent.isEncrypted(post)` is true for a post with one PGP MESSAGE in any of its texts.
public final class SealedContent {
    /// Longer texts are looked at up to here: an armour line further down is no readable use of inline PGP.
    private static final int MAX_TEXT = 1_000_000;
    private static final String ARMOUR = "-----BEGIN PGP ";
    private static final List<String> OPEN_SMIME_TYPES = List.of("signed-data", "certs-only", "compressed-data");

    private SealedContent() {}

    /// Is any part of it ciphertext? In doubt yes: an application/pkcs7-mime that does not say what it is counts as encrypted.
    public static boolean isEncrypted(Message message) {
        return isEncrypted(message.root());
    }

    private static boolean isEncrypted(Part part) {
        return part.type().is("multipart", "encrypted")
                || isEncryptedSmime(part)
                || holdsArmour(part, "-----BEGIN PGP MESSAGE-----")
                || part.parts().stream().anyMatch(SealedContent::isEncrypted);
    }

    /// May nothing inside this part be changed, because it is signed or encrypted as a whole?
    static boolean isSealed(Part part) {
        return part.type().is("multipart", "signed")
                || part.type().is("multipart", "encrypted")
                || isSmime(part)
                || holdsArmour(part, ARMOUR);
    }

    private static boolean isEncryptedSmime(Part part) {
        String kind = part.type().parameter("smime-type").orElse("").strip().toLowerCase(Locale.ROOT);
        return isSmime(part) && !OPEN_SMIME_TYPES.contains(kind);
    }

    /// RFC 8551 section 3.2.1: software that does not know the type is told by the name.
    private static boolean isSmime(Part part) {
        Optional<String> name = part.filename().map(text -> text.toLowerCase(Locale.ROOT));
        return part.type().is("application", "pkcs7-mime")
                || part.type().is("application", "x-pkcs7-mime")
                || (part.type().is("application", "octet-stream") && name.filter(text -> text.endsWith(".p7m")).isPresent());
    }

    private static boolean holdsArmour(Part part, String line) {
        return part.type().isText() && DecodedText.beginning(part, MAX_TEXT).contains(line);
    }
}

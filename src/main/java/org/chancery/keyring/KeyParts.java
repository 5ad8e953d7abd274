package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// The keys that a mail brings along: attached under a type or a name that programs give to keys, or as a block of armour in a text.
/// What is inside another message is somebody else's and is not looked at.
///
/// Example: `KeyParts.of(message)` of a mail from Thunderbird with "attach my public key" is one file.
public final class KeyParts {
    /// A member has one key for each technology; more is a program's mistake.
    private static final int MOST = 3;
    private static final int MAX_OCTETS = 2 * OpenPgpUpload.MAX_OCTETS; // of armour around the largest key that is taken
    private static final Set<String> TYPES = Set.of("application/pgp-keys", "application/pkix-cert", "application/x-x509-user-cert", "application/x-x509-email-cert");
    private static final List<String> NAMES = List.of(".asc", ".gpg", ".pgp", ".key", ".pem", ".crt", ".cer", ".der", ".rev");
    private static final List<String> BEGINNINGS = List.of("-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----", "-----BEGIN CERTIFICATE-----");

    private KeyParts() {}

    public static List<byte[]> of(Message message) {
        List<byte[]> files = new ArrayList<>();
        look(message.root(), files);
        return List.copyOf(files);
    }

    private static void look(Part part, List<byte[]> files) {
        if (files.size() == MOST || part.type().isMessage()) {
            return;
        }
        if (!part.parts().isEmpty()) {
            part.parts().forEach(inner -> look(inner, files));
        } else if (isKey(part)) {
            files.add(part.decodedOctets(MAX_OCTETS + 1)); // what is too long is refused for that
        } else if (part.type().is("text", "plain")) {
            blocks(part.text()).limit(MOST - files.size()).forEach(files::add);
        }
    }

    private static boolean isKey(Part part) {
        String type = part.type().type() + "/" + part.type().subtype();
        String name = part.filename().orElse("").toLowerCase(Locale.ROOT);
        boolean isSignature = type.equals("application/pgp-signature") || name.equals("signature.asc");
        return TYPES.contains(type) || (!isSignature && NAMES.stream().anyMatch(name::endsWith));
    }

    private static Stream<byte[]> blocks(String text) {
        List<byte[]> blocks = new ArrayList<>();
        for (String beginning : BEGINNINGS) {
            int from = text.indexOf(beginning);
            String ending = beginning.replace("BEGIN", "END");
            int to = from < 0 ? -1 : text.indexOf(ending, from);
            if (to >= 0 && to - from <= MAX_OCTETS) {
                blocks.add(text.substring(from, to + ending.length()).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return blocks.stream();
    }
}

package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.SmimeFiles;

/// What follows when a key does not name the address that it counts for here. Names in keys decide nothing on a list, but programs of others go by them.
///
/// Example: `KeyNames.missing(key, list, now)` of a list that was renamed.
public final class KeyNames {
    private KeyNames() {}

    /// In a sentence; empty when the key names the address of the list.
    public static Optional<String> missing(ListKey key, MailingList list, Instant now) {
        List<String> named = named(key.technology(), key.certificate(), now);
        if (isNamed(named, list.address())) {
            return Optional.empty();
        }
        String rotate = "chancery key rotate " + list.address();
        return Optional.of(about(key.fingerprint(), named, list.address()) + switch (key.technology()) {
            case OPENPGP -> "the Web Key Directory and Autocrypt headers do not give it, and programs that look for a key by address neither encrypt to it nor know its signatures; make a new one: \"" + rotate + " --primary\"";
            case SMIME -> "programs neither encrypt to it nor take what it signs for the list's; ask for a new one: \"" + rotate + " --technology smime\"";
        });
    }

    /// The same for the key of a member that names others, as it may: another address of the same person. One without any address claims nothing.
    public static Optional<String> missing(MemberKey key, Instant now) {
        List<String> named = named(key.slot().technology(), key.certificate(), now);
        return named.isEmpty() || isNamed(named, key.address()) ? Optional.empty() : Optional.of(about(key.fingerprint(), named, key.address())
                + "the list encrypts to it and takes what it signs for this address all the same. Be sure that nobody else has the secret; programs of other members may show what it signs as another's, and directories do not give it for this address");
    }

    private static String about(String fingerprint, List<String> named, Address address) {
        return "the key " + fingerprint + " names " + (named.isEmpty() ? "no address" : String.join(", ", named)) + " and not " + address + ": ";
    }

    private static boolean isNamed(List<String> named, Address address) {
        return named.stream().anyMatch(name -> Address.parse(name).toOptional().filter(address::equals).isPresent());
    }

    private static List<String> named(Technology technology, byte[] certificate, Instant now) {
        return switch (technology) {
            case OPENPGP -> OpenPgpKeyring.read(certificate, List.of()).toOptional().stream().flatMap(read -> read.certificates().stream()).limit(1)
                    .flatMap(read -> read.addresses(now.plusSeconds(5)).stream()).toList(); // names of this very second count
            case SMIME -> SmimeFiles.read(certificate, List.of()).toOptional().stream().flatMap(read -> read.certificates().stream()).limit(1)
                    .flatMap(read -> Certificates.addresses(read).stream()).toList();
        };
    }
}

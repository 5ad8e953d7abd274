package org.chancery.administration;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;

/// Which addresses a list may have: an ordinary address in lower case that none of our own addresses
/// (`talk-request`, `confirm+TOKEN`) can be mistaken for, and that is harmless as a file name and in a URL.
///
/// Example: `Talk@Example.org` is `talk@example.org`; `talk-request@example.org` is refused.
final class ListAddress {
    /// `-unsubscribe` must fit into the 64 octets of RFC 5321 section 4.5.3.1.1.
    static final int MAX_LOCAL_PART = 52;

    private static final List<String> SUFFIXES = List.of(
            "-request", "-owner", "-join", "-subscribe", "-leave", "-unsubscribe", "-confirm", "-bounces", "-help", "-sendkey");
    private static final List<String> BEGINNINGS = List.of("confirm", "bounces", "challenge-bounces", "prvs=", "srs0", "srs1");

    /// Names that some file systems take for devices: an exported list could not be saved there.
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private ListAddress() {}

    static Parsed<Address> parse(String text) {
        return switch (Address.parse(text.toLowerCase(Locale.ROOT))) {
            case Parsed.Malformed<Address> fault -> fault;
            case Parsed.Value<Address>(Address address) -> fault(address)
                    .map(why -> Parsed.<Address>malformed(0, why))
                    .orElse(Parsed.of(address));
        };
    }

    private static Optional<String> fault(Address address) {
        String local = address.localPart();
        if (address.domain().isLiteral()) {
            return Optional.of("a list needs a domain, not an address literal");
        }
        if (local.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_PART) {
            return Optional.of("the part before @ may have at most " + MAX_LOCAL_PART + " octets, so that -unsubscribe still fits");
        }
        if (local.contains("..") || local.chars().anyMatch(ListAddress::isOutside)) {
            return Optional.of("the part before @ may not be quoted nor contain / % \\ : * ? | < > .. or anything but ASCII (members without SMTPUTF8 could not be served)");
        }
        if (DEVICES.contains(local)) {
            return Optional.of("\"" + local + "\" is the name of a device on some systems");
        }
        return reserved(local);
    }

    private static boolean isOutside(int c) {
        return c <= ' ' || c >= 0x7F || "\"/%\\:*?|<>@,;".indexOf(c) >= 0;
    }

    private static Optional<String> reserved(String local) {
        for (String suffix : SUFFIXES) {
            if (local.endsWith(suffix)) {
                return Optional.of("names ending in " + suffix + " are service addresses of lists");
            }
        }
        for (String beginning : BEGINNINGS) {
            if (local.startsWith(beginning)) {
                return Optional.of("names beginning with " + beginning + " are kept for the addresses of confirmations and bounces");
            }
        }
        return Optional.empty();
    }
}

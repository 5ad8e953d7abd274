package org.chancery.notice;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.chancery.mail.Address;

/// Addresses behind which no person reads (RFC 5230 section 4.6 names some; the rest is what is met). Names are compared
/// without hyphens, dots and underscores, since everybody writes `no-reply` otherwise.
final class Machines {
    private static final Set<String> NAMES = Set.of(
            "mailerdaemon", "maildaemon", "daemon", "mdaemon", "mmdf", "uucp", "postmaster", "root", "nobody", "devnull",
            "majordomo", "listserv", "listproc", "mailman", "sympa", "ezmlm", "autoreply", "autoresponder", "autoresponse", "vacation",
            "bounce", "bounces", "mailbounce", "mailbounces", "emailbounce", "emailbounces");
    private static final List<String> BEGINNINGS = List.of("noreply", "donotreply", "dontreply", "neverreply", "mailerdaemon");
    private static final List<String> LIST_ENDINGS = List.of("-request", "-owner", "-bounces", "-bounce", "-relay", "-return", "-errors", "-outgoing", "-admin-bounces");
    private static final List<String> LIST_BEGINNINGS = List.of("owner-", "bounce-", "bounces-", "bounce+", "bounces+", "return-", "request-");

    private Machines() {}

    static boolean isOne(Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        String plain = local.replaceAll("[-_.]", "");
        return NAMES.contains(plain) || BEGINNINGS.stream().anyMatch(plain::startsWith) || isOfList(local);
    }

    /// The senders of list managers, with or without a token for each copy (`talk-bounces+ann=example.com`, `talk-return-17-ann=…`).
    private static boolean isOfList(String local) {
        return LIST_ENDINGS.stream().anyMatch(local::endsWith) || LIST_BEGINNINGS.stream().anyMatch(local::startsWith)
                || local.contains("-bounces+") || local.contains("-bounce+") || local.matches(".*-return-\\d+-.*");
    }
}

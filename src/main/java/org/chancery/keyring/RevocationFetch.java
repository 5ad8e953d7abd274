package org.chancery.keyring;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.egress.Egress;
import org.chancery.egress.Fetched;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Parsed;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.RevocationLists;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the revocation lists (RFC 5280 section 5) of the authorities that lists trust, behind the mail, and keeps them with what the list
/// trusts. Only from places that the administrator of the site named: what a certificate says of where to ask is somebody else's word.
///
/// Example: `fetch.work(now)`, again and again.
public final class RevocationFetch {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFetch.class);
    private static final int MAX_OCTETS = 4 << 20; // of large authorities; some hundred thousand entries
    private static final Duration SOONEST = Duration.ofHours(1);
    private static final Duration LATEST = Duration.ofDays(1);
    /// Beyond it the times of answers are forgotten: all are asked again.
    private static final int MOST_PLACES = 10_000;

    private final Ports ports;
    private final Lists lists;
    private final Egress egress;
    private final List<String> allowed;
    /// When a place is asked again.
    private final Map<String, Instant> next = new HashMap<>();

    /// `allowed`: URLs, or their beginnings up to a slash.
    public RevocationFetch(Ports ports, Lists lists, Egress egress, List<String> allowed) {
        this.ports = ports;
        this.lists = lists;
        this.egress = egress;
        this.allowed = List.copyOf(allowed);
    }

    /// Asks all places that are due. Returns how many lists were new.
    public synchronized int work(Instant now) {
        if (next.size() > MOST_PLACES) {
            next.clear();
        }
        Map<String, Fetched> answers = new HashMap<>();
        int found = 0;
        for (MailingList list : allowed.isEmpty() ? List.<MailingList>of() : lists.all()) {
            if (!list.settings().text(Setting.REVOCATION).equals("off")) {
                found += work(list, answers, now);
            }
        }
        return found;
    }

    private int work(MailingList list, Map<String, Fetched> answers, Instant now) {
        List<Trusted> trusted = ports.lists().trusted(list.id());
        List<X509Certificate> authorities = new ArrayList<>();
        trusted.stream().filter(one -> one.kind() != Trusted.Kind.CRL).forEach(one -> authorities.addAll(RevocationLists.certificates(one.octets())));
        int found = 0;
        for (URI place : places(list, authorities)) {
            boolean isDue = answers.containsKey(place.toString()) || !now.isBefore(next.getOrDefault(place.toString(), Instant.MIN));
            found += isDue && take(list, place, answers.computeIfAbsent(place.toString(), _ -> ask(place, now)), authorities, trusted, now) ? 1 : 0;
        }
        return found;
    }

    private Set<URI> places(MailingList list, List<X509Certificate> authorities) {
        List<X509Certificate> all = new ArrayList<>(authorities);
        ports.members().bound(list.id()).stream().filter(bound -> bound.key().slot().technology() == Technology.SMIME)
                .forEach(bound -> all.addAll(RevocationLists.certificates(bound.key().certificate())));
        Set<URI> places = new LinkedHashSet<>();
        all.forEach(certificate -> RevocationLists.points(certificate).forEach(url -> allowed(url).ifPresent(places::add)));
        return places;
    }

    /// Only what is one of the allowed URLs, or below one that ends with a slash.
    private Optional<URI> allowed(String url) {
        boolean isAllowed = allowed.stream().anyMatch(one -> url.equals(one) || (one.endsWith("/") && url.startsWith(one) && !url.contains("..") && !url.contains("%")));
        try {
            return isAllowed ? Optional.of(new URI(url)) : Optional.empty();
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }

    private Fetched ask(URI place, Instant now) {
        next.put(place.toString(), now.plus(SOONEST));
        Fetched answer = egress.fetch(place, MAX_OCTETS);
        switch (answer) {
            case Fetched.Got _ -> LOG.debug("keyring.crl.fetched url={}", place);
            case Fetched.Nothing() -> LOG.warn("keyring.crl.failed url={} why=\"nothing is there\"", place);
            case Fetched.NoHost() -> LOG.warn("keyring.crl.failed url={} why=\"the host is not in the DNS\"", place);
            case Fetched.Failed(String why) -> LOG.warn("keyring.crl.failed url={} why=\"{}\"", place, why);
        }
        return answer;
    }

    private boolean take(MailingList list, URI place, Fetched answer, List<X509Certificate> authorities, List<Trusted> trusted, Instant now) {
        if (!(answer instanceof Fetched.Got(byte[] octets))) {
            return false;
        }
        return switch (RevocationLists.read(octets, authorities)) {
            case Parsed.Malformed<RevocationLists.Fetched>(int _, String why) -> {
                LOG.warn("keyring.crl.refused list={} url={} why=\"{}\"", list.address(), place, why);
                yield false;
            }
            case Parsed.Value<RevocationLists.Fetched>(RevocationLists.Fetched read) -> {
                read.list().next().ifPresent(over -> next.put(place.toString(), later(now, over)));
                yield isNewer(read, trusted) && ports.lists().trust(
                        new Trusted(list.id(), Trusted.Kind.CRL, read.list().issuerDigest(), read.list().issuer(), read.list().der(), now, read.list().next()),
                        new By("server", "housekeeping").act(now, "key.crl.fetch", read.list().issuerDigest(), "list " + list.id() + ", " + place));
            }
        };
    }

    /// Half of what is left, so that one failure is made good in time.
    private static Instant later(Instant now, Instant over) {
        Duration half = Duration.between(now, over).dividedBy(2);
        return now.plus(half.compareTo(SOONEST) < 0 ? SOONEST : half.compareTo(LATEST) > 0 ? LATEST : half);
    }

    /// An old list would bring back what was revoked since.
    private static boolean isNewer(RevocationLists.Fetched read, List<Trusted> trusted) {
        return trusted.stream().filter(one -> one.kind() == Trusted.Kind.CRL && one.fingerprint().equals(read.list().issuerDigest()))
                .flatMap(one -> RevocationLists.made(one.octets()).stream()).allMatch(known -> read.made().isAfter(known));
    }
}

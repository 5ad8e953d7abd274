package org.chancery.keyring;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
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
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.OcspAnswers;
import org.chancery.protection.smime.RevocationLists;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the revocation lists (RFC 5280 section 5) of the authorities that lists trust, and their answers about single certificates of members
/// (RFC 6960), behind the mail, and keeps them with what the list trusts. Only from places that the administrator of the site named: what a certificate says of where to ask is somebody else's word.
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

    /// Asks all places that are due. Returns how many lists and answers were new.
    public synchronized int work(Instant now) {
        if (next.size() > MOST_PLACES) {
            next.clear();
        }
        Round round = new Round(new HashMap<>(), new HashSet<>());
        int found = 0;
        for (MailingList list : allowed.isEmpty() ? List.<MailingList>of() : lists.all()) {
            if (!list.settings().text(Setting.REVOCATION).equals("off")) {
                found += work(list, round, now);
            }
        }
        return found;
    }

    /// What was asked for another list is here for this one, too; and a server that did not answer is not asked for each of two thousand members.
    private record Round(Map<String, Fetched> answers, Set<String> silent) {}

    private int work(MailingList list, Round round, Instant now) {
        List<Trusted> trusted = ports.lists().trusted(list.id());
        List<X509Certificate> authorities = new ArrayList<>();
        trusted.stream().filter(one -> one.kind() == Trusted.Kind.ANCHOR || one.kind() == Trusted.Kind.INTERMEDIATE).forEach(one -> authorities.addAll(RevocationLists.certificates(one.octets())));
        int found = 0;
        List<X509Certificate> members = new ArrayList<>();
        ports.members().bound(list.id()).stream().filter(bound -> bound.key().slot().technology() == Technology.SMIME)
                .forEach(bound -> members.addAll(RevocationLists.certificates(bound.key().certificate())));
        for (URI place : places(authorities, members)) {
            found += isDue(place, round, now) && take(list, place, answer(place, round, now), authorities, trusted, now) ? 1 : 0;
        }
        for (Question question : questions(authorities, members)) {
            found += isDue(question.place(), round, now) && take(list, question, answer(question.place(), round, now), trusted, now) ? 1 : 0;
        }
        return found;
    }

    private boolean isDue(URI place, Round round, Instant now) {
        return round.answers().containsKey(place.toString()) || !now.isBefore(next.getOrDefault(place.toString(), Instant.MIN));
    }

    private Fetched answer(URI place, Round round, Instant now) {
        if (round.silent().contains(place.getAuthority())) {
            return new Fetched.Failed("its server did not answer a moment ago");
        }
        Fetched answer = round.answers().computeIfAbsent(place.toString(), _ -> ask(place, now));
        if (answer instanceof Fetched.Failed || answer instanceof Fetched.NoHost) {
            round.silent().add(place.getAuthority());
        }
        return answer;
    }

    /// About one certificate, by GET (RFC 6960 appendix A.1).
    private record Question(URI place, X509Certificate certificate, X509Certificate issuer) {}

    private List<Question> questions(List<X509Certificate> authorities, List<X509Certificate> members) {
        List<Question> questions = new ArrayList<>();
        for (X509Certificate member : members) {
            List<String> responders = OcspAnswers.responders(member).stream().filter(url -> allowed(url).isPresent()).toList();
            if (!responders.isEmpty()) { // else nobody has to know who signed it
                OcspAnswers.issuer(member, authorities).ifPresent(issuer -> responders.forEach(url ->
                        questions.add(new Question(place(url, OcspAnswers.question(member, issuer)), member, issuer))));
            }
        }
        return questions;
    }

    private static URI place(String responder, byte[] question) {
        String encoded = URLEncoder.encode(Base64.getEncoder().encodeToString(question), StandardCharsets.US_ASCII);
        return URI.create(responder + (responder.endsWith("/") ? "" : "/") + encoded);
    }

    private Set<URI> places(List<X509Certificate> authorities, List<X509Certificate> members) {
        List<X509Certificate> all = new ArrayList<>(authorities);
        all.addAll(members);
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

    private boolean take(MailingList list, Question question, Fetched answer, List<Trusted> trusted, Instant now) {
        if (!(answer instanceof Fetched.Got(byte[] octets))) {
            return false;
        }
        return switch (OcspAnswers.read(octets, question.certificate(), question.issuer(), now)) {
            case Parsed.Malformed<OcspAnswers.Answer>(int _, String why) -> {
                LOG.warn("keyring.ocsp.refused list={} subject=\"{}\" why=\"{}\"", list.address(), question.certificate().getSubjectX500Principal(), why);
                yield false;
            }
            case Parsed.Value<OcspAnswers.Answer>(OcspAnswers.Answer read) -> {
                next.put(question.place().toString(), later(now, read.next()));
                String fingerprint = Certificates.fingerprint(question.certificate());
                yield isNewer(read, fingerprint, question.certificate(), trusted) && ports.lists().trust(
                        new Trusted(list.id(), Trusted.Kind.OCSP, fingerprint, question.certificate().getSubjectX500Principal().getName(), octets, now, Optional.of(read.next())),
                        new By("server", "housekeeping").act(now, "key.ocsp.fetch", fingerprint, "list " + list.id() + ", " + (read.isRevoked() ? "revoked" : "good")));
            }
        };
    }

    /// Half of what is left, so that one failure is made good in time.
    private static Instant later(Instant now, Instant over) {
        Duration half = Duration.between(now, over).dividedBy(2);
        return now.plus(half.compareTo(SOONEST) < 0 ? SOONEST : half.compareTo(LATEST) > 0 ? LATEST : half);
    }

    private static boolean isNewer(OcspAnswers.Answer read, String fingerprint, X509Certificate certificate, List<Trusted> trusted) {
        return trusted.stream().filter(one -> one.kind() == Trusted.Kind.OCSP && one.fingerprint().equals(fingerprint))
                .flatMap(one -> OcspAnswers.kept(one.octets(), certificate).toOptional().stream()).allMatch(known -> read.made().isAfter(known.made()));
    }

    /// An old list would bring back what was revoked since.
    private static boolean isNewer(RevocationLists.Fetched read, List<Trusted> trusted) {
        return trusted.stream().filter(one -> one.kind() == Trusted.Kind.CRL && one.fingerprint().equals(read.list().issuerDigest()))
                .flatMap(one -> RevocationLists.made(one.octets()).stream()).allMatch(known -> read.made().isAfter(known));
    }
}

package org.chancery.keyring;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.smime.RevocationDemand;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeReader;
import org.chancery.secrets.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a keyring out of the rows of one list.
final class KeyringReading {
    private static final Logger LOG = LoggerFactory.getLogger(KeyringReading.class);
    private final Ports ports;
    private final KeyBox box;
    private final SecureRandom random;
    private final Map<String, List<ListKeyring.Candidate>> candidates = new LinkedHashMap<>();
    private final Map<String, Technology> preferred = new HashMap<>();
    private final List<OpenPgpCertificate> openPgpMembers = new ArrayList<>();
    private final List<SmimeKeyring> smimeTrusted = new ArrayList<>();
    private final Map<Technology, Map<String, List<String>>> active = new HashMap<>();
    private final Map<Technology, Map<String, List<String>>> ended = new HashMap<>();
    private final Map<String, Set<Technology>> unreadableMembers = new HashMap<>();
    private boolean lacksSecret;
    /// Whom a revocation list names that cannot be read nobody knows: then each certificate has to be vouched for.
    private boolean lacksRevocations;

    KeyringReading(Ports ports, KeyBox box, SecureRandom random) {
        this.ports = ports;
        this.box = box;
        this.random = random;
    }

    ListKeyring of(ListId list, RevocationDemand demand) {
        ports.lists().trusted(list).forEach(this::take);
        SmimeKeyring authorities = SmimeKeyring.together(smimeTrusted);
        List<MemberKeys.Bound> members = ports.members().bound(list);
        members.forEach(bound -> take(bound, authorities));
        List<OpenPgpKeys.Own> openPgp = new ArrayList<>();
        List<SmimeKeys.Own> smime = new ArrayList<>();
        List<ListKey> rows = ports.lists().of(list);
        for (ListKey row : rows) {
            if (row.state() == ListKey.State.CURRENT || row.state() == ListKey.State.RETIRING) {
                switch (row.technology()) {
                    case OPENPGP -> openPgp(row).ifPresent(openPgp::add);
                    case SMIME -> smime(row).ifPresent(smime::add);
                }
            }
        }
        return new ListKeyring(
                List.of(new OpenPgpKeys(openPgp, KeySuccession.before(rows), openPgpMembers, of(Technology.OPENPGP), random), new SmimeKeys(smime, SmimeKeyring.together(smimeTrusted), of(Technology.SMIME),
                        lacksRevocations ? RevocationDemand.HARD : demand)),
                wishes(), hearings(members), new ListKeyring.Unreadable(unreadableMembers, lacksSecret));
    }

    private Bindings of(Technology technology) {
        return Bindings.of(active.getOrDefault(technology, Map.of()), ended.getOrDefault(technology, Map.of()));
    }

    private Map<String, ListKeyring.Wish> wishes() {
        Map<String, ListKeyring.Wish> wishes = new HashMap<>();
        candidates.forEach((address, all) -> wishes.put(address, new ListKeyring.Wish(all, Optional.ofNullable(preferred.get(address)))));
        return wishes;
    }

    /// Nothing is encrypted to a certificate that an authority has revoked.
    private void take(MemberKeys.Bound bound, SmimeKeyring authorities) {
        MemberKey key = bound.key();
        switch (key.slot().technology()) {
            case OPENPGP -> openPgp(key.certificate(), key.fingerprint()).ifPresentOrElse(certificate -> {
                openPgpMembers.add(certificate);
                offer(bound, now -> OpenPgpReader.of(certificate, now).map(Reader.class::cast));
            }, () -> miss(bound));
            case SMIME -> smime(key.certificate(), key.fingerprint()).filter(file -> !file.certificates().isEmpty()).ifPresentOrElse(file -> {
                smimeTrusted.add(file);
                X509Certificate certificate = file.certificates().getFirst();
                offer(bound, now -> authorities.isRevoked(certificate) ? Optional.empty() : reader(certificate, bound, now));
            }, () -> miss(bound));
        }
    }

    private static Optional<Reader> reader(X509Certificate certificate, MemberKeys.Bound bound, Instant now) {
        return SmimeReader.of(certificate, now).map(reader -> bound.cipher().of(reader.fingerprint()).map(reader::reading).orElse(reader));
    }

    /// What a member signs with either of his certificates tells what he reads.
    private static Map<String, List<ListKeyring.Hearing>> hearings(List<MemberKeys.Bound> members) {
        List<MemberKeys.Bound> certified = members.stream().filter(bound -> bound.key().isActive() && bound.key().slot().technology() == Technology.SMIME).toList();
        Map<String, ListKeyring.Hearing> reading = new HashMap<>();
        certified.stream().filter(bound -> bound.key().slot() == Slot.SMIME)
                .forEach(bound -> reading.put(bound.key().address().key(), new ListKeyring.Hearing(bound.key().address(), bound.key().fingerprint(), bound.cipher())));
        Map<String, List<ListKeyring.Hearing>> hearings = new HashMap<>();
        certified.forEach(bound -> Optional.ofNullable(reading.get(bound.key().address().key()))
                .ifPresent(hearing -> hearings.computeIfAbsent(bound.key().fingerprint(), _ -> new ArrayList<>()).add(hearing)));
        return hearings;
    }

    private void miss(MemberKeys.Bound bound) {
        if (isSealedTo(bound.key())) {
            bound.addresses().forEach(address ->
                    unreadableMembers.computeIfAbsent(address.key(), _ -> EnumSet.noneOf(Technology.class)).add(bound.key().slot().technology()));
        }
    }

    private static boolean isSealedTo(MemberKey key) {
        return key.isActive() && key.slot() != Slot.SMIME_SIGNING;
    }

    private interface Reading {
        Optional<Reader> at(Instant now);
    }

    private void offer(MemberKeys.Bound bound, Reading reading) {
        Technology technology = bound.key().slot().technology();
        (bound.key().isActive() ? active : ended).computeIfAbsent(technology, _ -> new HashMap<>()).computeIfAbsent(bound.key().fingerprint(), _ -> new ArrayList<>())
                .addAll(bound.addresses().stream().map(Address::toString).toList());
        if (isSealedTo(bound.key())) {
            for (Address address : bound.addresses()) {
                candidates.computeIfAbsent(address.key(), _ -> new ArrayList<>()).add(candidate(technology, reading));
                bound.preferred().ifPresent(wanted -> preferred.put(address.key(), wanted));
            }
        }
    }

    private static ListKeyring.Candidate candidate(Technology technology, Reading reading) {
        return new ListKeyring.Candidate() {
            @Override
            public Technology technology() {
                return technology;
            }

            @Override
            public Optional<Reader> readerAt(Instant now) {
                return reading.at(now);
            }
        };
    }

    private void take(Trusted trusted) {
        if (trusted.kind() == Trusted.Kind.OCSP) {
            smimeTrusted.add(SmimeKeyring.EMPTY.answered(trusted.fingerprint(), trusted.octets()));
            return;
        }
        Optional<SmimeKeyring> read = smime(trusted.octets(), trusted.fingerprint());
        read.ifPresent(file -> smimeTrusted.add(trusted.kind() == Trusted.Kind.ANCHOR ? SmimeKeyring.EMPTY.trusting(file) : file));
        lacksRevocations |= read.isEmpty() && trusted.kind() == Trusted.Kind.CRL;
    }

    private Optional<OpenPgpKeys.Own> openPgp(ListKey row) {
        Optional<OpenPgpKeys.Own> own = box.open(row)
                .flatMap(secret -> OpenPgpKeyring.read(secret.reveal(), List.of()).toOptional())
                .flatMap(read -> read.keys().stream().findFirst())
                .map(key -> new OpenPgpKeys.Own(row, key));
        complainAbout(row, own.isEmpty());
        return own;
    }

    /// Certificates in PEM, and the key behind them.
    private Optional<SmimeKeys.Own> smime(ListKey row) {
        Optional<SmimeKeys.Own> own = box.open(row).map(secret -> together(row.certificate(), secret))
                .flatMap(file -> SmimeFiles.read(file, List.of()).toOptional())
                .map(keyring -> new SmimeKeys.Own(row, keyring));
        complainAbout(row, own.isEmpty());
        return own;
    }

    private static byte[] together(byte[] certificates, Secret key) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(certificates);
        file.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(key.reveal());
        return file.toByteArray();
    }

    /// Sealed by another site: a store restored without its master key.
    private void complainAbout(ListKey row, boolean isUnreadable) {
        if (isUnreadable) {
            lacksSecret = true;
            LOG.error("keyring.key.unreadable list={} technology={} key={}", row.list(), row.technology().word(), row.component());
        }
    }

    private static Optional<OpenPgpCertificate> openPgp(byte[] octets, String fingerprint) {
        return told(OpenPgpKeyring.read(octets, List.of()), fingerprint).flatMap(read -> read.certificates().stream().findFirst());
    }

    private static Optional<SmimeKeyring> smime(byte[] octets, String fingerprint) {
        return told(SmimeFiles.read(octets, List.of()), fingerprint);
    }

    private static <T> Optional<T> told(Parsed<T> read, String fingerprint) {
        if (read instanceof Parsed.Malformed<T>(int _, String why)) {
            LOG.error("keyring.certificate.unreadable fingerprint={} why=\"{}\"", fingerprint, why);
        }
        return read.toOptional();
    }
}

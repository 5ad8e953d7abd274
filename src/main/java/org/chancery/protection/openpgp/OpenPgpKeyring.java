package org.chancery.protection.openpgp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Secret;

/// The certificates of members and the keys of a list.
///
/// Example: `OpenPgpKeyring.read(fileOctets, List.of()).orThrow().certificates()`.
public final class OpenPgpKeyring {
    /// A keyring with some thousand certificates.
    private static final int MAX_PACKETS = 200_000;

    private final List<OpenPgpCertificate> certificates;
    private final List<OpenPgpKey> keys;
    /// By fingerprint; empty as long as nobody bound them.
    private final Optional<Map<String, List<String>>> bindings;
    /// Fingerprints of certificates that were taken out of force by others than their owners.
    private final Set<String> withdrawn;

    public OpenPgpKeyring(List<OpenPgpCertificate> certificates, List<OpenPgpKey> keys) {
        this(certificates, keys, Optional.empty(), Set.of());
    }

    private OpenPgpKeyring(List<OpenPgpCertificate> certificates, List<OpenPgpKey> keys, Optional<Map<String, List<String>>> bindings, Set<String> withdrawn) {
        this.certificates = List.copyOf(certificates);
        this.keys = List.copyOf(keys);
        this.bindings = bindings;
        this.withdrawn = Set.copyOf(withdrawn);
    }

    /// From now on a certificate speaks for the addresses that stand here beside its fingerprint, in upper-case hexadecimal, and for no
    /// others, whatever its user ids say: a member proved that the key is his and the addresses too. Without this call user ids count.
    public OpenPgpKeyring bound(Map<String, List<String>> addressesOfFingerprint) {
        return new OpenPgpKeyring(certificates, keys, Optional.of(Map.copyOf(addressesOfFingerprint)), withdrawn);
    }

    /// What these certificates sign is signed with a revoked key, although they do not know it. A revocation that a certificate holds itself says
    /// more: from when on.
    public OpenPgpKeyring withdrawing(Set<String> fingerprints) {
        return new OpenPgpKeyring(certificates, keys, bindings, fingerprints);
    }

    boolean isWithdrawn(OpenPgpCertificate certificate) {
        return withdrawn.contains(certificate.fingerprint()) && !certificate.isRevoked();
    }

    /// Whom this certificate speaks for.
    List<String> addresses(OpenPgpCertificate certificate, Instant at) {
        return bindings.map(bound -> bound.getOrDefault(certificate.fingerprint(), List.of())).orElseGet(() -> certificate.addresses(at));
    }

    public List<OpenPgpCertificate> certificates() {
        return certificates;
    }

    public List<OpenPgpKey> keys() {
        return keys;
    }

    /// Armoured or binary, certificates and secret keys in any order; what is no version 4 or 6 is passed over. Refused: octets that
    /// are no packets, and files without any key.
    public static Parsed<OpenPgpKeyring> read(byte[] data, List<Secret> passphrases) {
        List<OpenPgpCertificate> certificates = new ArrayList<>();
        List<OpenPgpKey> keys = new ArrayList<>();
        for (byte[] octets : Armor.octets(data).orElse(List.of())) {
            if (!(Packets.read(octets, MAX_PACKETS) instanceof Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets))) {
                return Parsed.malformed(0, "not OpenPGP packets");
            }
            take(octets, packets, passphrases, certificates, keys);
        }
        return certificates.isEmpty() && keys.isEmpty()
                ? Parsed.malformed(0, "no OpenPGP key of version 4 or 6")
                : Parsed.of(new OpenPgpKeyring(certificates, keys));
    }

    private static void take(byte[] octets, List<Packets.Packet> packets, List<Secret> passphrases,
            List<OpenPgpCertificate> certificates, List<OpenPgpKey> keys) {
        int start = 0;
        for (int i = 1; i <= packets.size(); i++) {
            if (i == packets.size() || isPrimary(packets.get(i))) {
                Packets.Packet first = packets.get(start);
                byte[] one = java.util.Arrays.copyOfRange(octets, first.start(), packets.get(i - 1).end());
                if (isPrimary(first) && isSupported(first)) {
                    takeOne(one, first.tag(), passphrases, certificates, keys);
                }
                start = i;
            }
        }
    }

    private static boolean isPrimary(Packets.Packet packet) {
        return packet.tag() == Packets.PUBLIC_KEY || packet.tag() == Packets.SECRET_KEY;
    }

    private static boolean isSupported(Packets.Packet packet) {
        return packet.version() == 4 || packet.version() == 6;
    }

    private static void takeOne(byte[] octets, int tag, List<Secret> passphrases, List<OpenPgpCertificate> certificates, List<OpenPgpKey> keys) {
        try {
            if (tag == Packets.SECRET_KEY) {
                OpenPgpKey key = new OpenPgpKey(new PGPSecretKeyRing(octets, new BcKeyFingerprintCalculator()), passphrases);
                keys.add(key);
                certificates.add(key.certificate());
            } else {
                certificates.add(new OpenPgpCertificate(new PGPPublicKeyRing(octets, new BcKeyFingerprintCalculator())));
            }
        } catch (IOException | PGPException | RuntimeException unreadable) {
            org.slf4j.LoggerFactory.getLogger(OpenPgpKeyring.class).debug("protection.key.unreadable octets={} why={}", octets.length, unreadable.toString());
        }
    }

    /// Both; a certificate that stands in both is put together from both.
    public OpenPgpKeyring with(OpenPgpKeyring other) {
        Map<String, OpenPgpCertificate> all = new LinkedHashMap<>();
        List<OpenPgpCertificate> both = new ArrayList<>(certificates);
        both.addAll(other.certificates);
        both.forEach(certificate -> all.merge(certificate.fingerprint(), certificate, OpenPgpCertificate::joined));
        List<OpenPgpKey> allKeys = new ArrayList<>(keys);
        allKeys.addAll(other.keys);
        Set<String> bothWithdrawn = new HashSet<>(withdrawn);
        bothWithdrawn.addAll(other.withdrawn);
        return new OpenPgpKeyring(List.copyOf(all.values()), allKeys, merged(other), bothWithdrawn);
    }

    private Optional<Map<String, List<String>>> merged(OpenPgpKeyring other) {
        if (bindings.isEmpty() || other.bindings.isEmpty()) {
            return bindings.or(() -> other.bindings);
        }
        Map<String, List<String>> both = new LinkedHashMap<>(bindings.get());
        both.putAll(other.bindings.get());
        return Optional.of(Map.copyOf(both));
    }

    /// A key of a certificate.
    record Component(OpenPgpCertificate certificate, PGPPublicKey key) {}

    List<Component> components(KeyIdentifier identifier) {
        return certificates.stream()
                .flatMap(certificate -> certificate.components(identifier).stream().map(key -> new Component(certificate, key)))
                .toList();
    }
}

package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Scheme;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;

/// The OpenPGP keys of one list and its members. `followed`: what the current key took the place of.
record OpenPgpKeys(List<Own> own, Optional<ListKey> followed, List<OpenPgpCertificate> members, Bindings bindings, SecureRandom random) implements TechnologyKeys {

    /// A key of the list that was opened.
    record Own(ListKey row, OpenPgpKey key) {}

    @Override
    public Technology technology() {
        return Technology.OPENPGP;
    }

    @Override
    public Scheme scheme(Instant receivedAt) {
        List<OpenPgpKey> opening = own.stream().filter(one -> one.row().opens(receivedAt)).map(Own::key).toList();
        List<OpenPgpCertificate> all = new ArrayList<>(members);
        opening.forEach(key -> all.add(key.certificate()));
        return new OpenPgpScheme(new OpenPgpKeyring(all, opening).bound(bindings.addresses()).withdrawing(bindings.withdrawn()));
    }

    @Override
    public Optional<EntitySigner> signer(Instant now) {
        return own.stream().filter(one -> one.row().isCurrent())
                .sorted(Comparator.comparing(one -> ListKeyDesk.isVersion6(one.row()))).map(Own::key)
                .filter(key -> KeyCare.canSign(key, now)).findFirst()
                .map(key -> OpenPgpSealer.signer(new OpenPgpSigner(() -> now, random), key));
    }

    @Override
    public Optional<EntitySigner> announcer(Instant now) {
        return followed.filter(row -> row.state() == ListKey.State.RETIRING && row.opens(now) && !ListKeyDesk.certificate(row).isRevoked())
                .flatMap(row -> own.stream().filter(one -> one.row().component().equals(row.component())).map(Own::key).filter(key -> KeyCare.canSign(key, now)).findFirst())
                .map(key -> OpenPgpSealer.signer(new OpenPgpSigner(() -> now, random), key)).or(() -> signer(now));
    }

    @Override
    public Optional<Before> before() {
        return followed.map(row -> new Before(row.fingerprint(), armoured(row)));
    }

    @Override
    public List<String> fingerprints() {
        return own.stream().map(Own::row).filter(ListKey::isCurrent).sorted(Comparator.comparing(ListKeyDesk::isVersion6)).map(ListKey::fingerprint).toList();
    }

    @Override
    public Optional<byte[]> certificate() {
        return first().map(OpenPgpKeys::armoured);
    }

    private Optional<ListKey> first() {
        return ListKeyDesk.current(own.stream().map(Own::row).toList(), Technology.OPENPGP);
    }

    private static byte[] armoured(ListKey row) {
        return Armor.write("PGP PUBLIC KEY BLOCK", row.certificate());
    }

    @Override
    public Optional<byte[]> besides() {
        return first().flatMap(first -> own.stream().map(Own::row).filter(row -> row.isCurrent() && !row.fingerprint().equals(first.fingerprint())).findFirst()).map(OpenPgpKeys::armoured);
    }
}

package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Scheme;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.RevocationDemand;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.protection.smime.SmimeSealer;

/// The S/MIME keys of one list. `trusted`: certificates of members, anchors, intermediate certificates and revocation lists.
/// `addresses`: by fingerprint of a certificate, those it is bound to beside its own. `demand`: what must be known of revocations.
record SmimeKeys(List<Own> own, SmimeKeyring trusted, Bindings bindings, RevocationDemand demand) implements TechnologyKeys {

    /// A key of the list that was opened, with its certificates.
    record Own(ListKey row, SmimeKeyring keyring) {}

    @Override
    public Technology technology() {
        return Technology.SMIME;
    }

    @Override
    public Scheme scheme(Instant receivedAt) {
        SmimeKeyring all = trusted;
        for (Own one : own) {
            if (one.row().opens(receivedAt)) {
                all = all.with(one.keyring());
            }
        }
        return new SmimeScheme(all.bound(bindings.addresses()).withdrawing(bindings.withdrawn()), demand);
    }

    @Override
    public Optional<EntitySigner> signer(Instant now) {
        return own.stream().filter(one -> one.row().isCurrent()).flatMap(one -> one.keyring().keys().stream())
                .filter(key -> KeyPairs.canSign(key, now)).findFirst()
                .map(key -> SmimeSealer.signer(key, now));
    }

    /// Who signs is for authorities to say, not for the key before.
    @Override
    public Optional<EntitySigner> announcer(Instant now) {
        return signer(now);
    }

    @Override
    public Optional<byte[]> besides() {
        return Optional.empty();
    }

    @Override
    public Optional<Before> before() {
        return Optional.empty();
    }

    @Override
    public List<String> fingerprints() {
        return own.stream().map(Own::row).filter(ListKey::isCurrent).map(ListKey::fingerprint).toList();
    }

    @Override
    public Optional<byte[]> certificate() {
        return own.stream().map(Own::row).filter(ListKey::isCurrent).findFirst().map(ListKey::certificate);
    }
}

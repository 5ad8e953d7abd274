package org.chancery.kit;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Slot;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;

/// Gives lists and members the keys of an [Author], straight into a store. `authority`: the certificate, in PEM, that lists trust.
///
/// Example: `new GivenKeys(store, box, openssl.read("ca.pem")).toMember(list, ann, Technology.OPENPGP)`.
public record GivenKeys(Store store, KeyBox box, byte[] authority) {

    /// Keys of both technologies, and trust in the authority.
    public void toList(MailingList list, Author keys) {
        var openPgp = keys.key().certificate();
        String component = openPgp.encryptionKeys(Instant.now()).getFirst();
        put(list, Technology.OPENPGP, component, openPgp.fingerprint(), openPgp.encoded(), keys.key().encoded());
        String fingerprint = Certificates.fingerprint(certificate(keys.certificate()));
        put(list, Technology.SMIME, fingerprint, fingerprint, keys.certificate(), Secret.of(keys.secret()));
        store.keys().lists().trust(new Trusted(list.id(), Trusted.Kind.ANCHOR, "ca", "ca", der(authority), Instant.now(), Optional.empty()), act());
    }

    private void put(MailingList list, Technology technology, String component, String fingerprint, byte[] certificate, Secret secret) {
        Instant now = Instant.now();
        byte[] sealed = box.sealKey(list.id(), technology, component, secret);
        ListKey row = new ListKey(list.id(), technology, component, fingerprint, ListKey.State.CURRENT, certificate, sealed, new byte[0], now, now, Optional.empty(), Optional.empty());
        store.keys().lists().put(list.id(), store.keys().lists().version(list.id()), List.of(row), act());
    }

    /// An authority besides.
    public void trust(MailingList list, byte[] anchor) {
        String fingerprint = Certificates.fingerprint(certificate(anchor));
        store.keys().lists().trust(new Trusted(list.id(), Trusted.Kind.ANCHOR, fingerprint, fingerprint, der(anchor), Instant.now(), Optional.empty()), act());
    }

    /// Active from now on.
    public void toMember(MailingList list, Author member, Technology... technologies) {
        for (Technology technology : technologies) {
            switch (technology) {
                case OPENPGP -> bind(list, member, Slot.OPENPGP, member.key().certificate().fingerprint(), member.key().certificate().encoded());
                case SMIME -> bind(list, member, Slot.SMIME, Certificates.fingerprint(certificate(member.certificate())), der(member.certificate()));
            }
        }
    }

    private void bind(MailingList list, Author member, Slot slot, String fingerprint, byte[] certificate) {
        Instant now = Instant.now();
        Address address = Address.of(member.address());
        MemberKey key = new MemberKey(list.id(), address, slot, fingerprint, MemberKey.State.ACTIVE, MemberKey.Source.ADMINISTRATOR, certificate,
                now, now, Optional.empty(), Optional.empty(), 0, 0);
        List<MemberKey> before = store.keys().members().ofPerson(list.id(), address);
        store.keys().members().replace(list.id(), address, slot, before, List.of(key), List.of(act()), List.of());
    }

    private static Act act() {
        return new Act(Instant.now(), "test", "cli", "test", "x", "");
    }

    private static X509Certificate certificate(byte[] pem) {
        return SmimeFiles.read(pem, List.of()).orThrow().certificates().getFirst();
    }

    private static byte[] der(byte[] pem) {
        try {
            return certificate(pem).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}

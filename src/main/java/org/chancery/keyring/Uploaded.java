package org.chancery.keyring;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.Reader;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeReader;

/// A public key that somebody hands in, of either technology, told by its octets. What is refused says [OpenPgpUpload], and for S/MIME
/// the same: one certificate, which may have its chain behind it, and no secret.
///
/// Example: `Uploaded.read(attachment, now)`.
public sealed interface Uploaded {
    Slot slot();

    String fingerprint();

    /// As it is stored.
    byte[] certificate();

    /// As it is given away: armoured, or in PEM.
    byte[] shown();

    /// When nothing can be encrypted to it any more.
    Optional<Instant> expires();

    /// Somebody who can be encrypted to; empty for a key that only signs, is over or was revoked.
    Optional<Reader> reader(Instant now);

    /// May it sign mail now? Whose S/MIME signatures count is for authorities to say, and there may be another certificate for them.
    boolean maySign(Instant now);

    record OpenPgp(OpenPgpCertificate of, Optional<Instant> expires) implements Uploaded {
        @Override
        public Slot slot() {
            return Slot.OPENPGP;
        }

        @Override
        public String fingerprint() {
            return of.fingerprint();
        }

        @Override
        public byte[] certificate() {
            return of.encoded();
        }

        @Override
        public byte[] shown() {
            return Armor.write("PGP PUBLIC KEY BLOCK", of.encoded());
        }

        @Override
        public Optional<Reader> reader(Instant now) {
            return OpenPgpReader.of(of, now).map(Reader.class::cast);
        }

        @Override
        public boolean maySign(Instant now) {
            return of.maySign(now);
        }
    }

    record Smime(X509Certificate of) implements Uploaded {
        /// Which place it takes is a matter of what it is for.
        @Override
        public Slot slot() {
            return SmimeReader.of(of, of.getNotBefore().toInstant()).isPresent() ? Slot.SMIME : Slot.SMIME_SIGNING;
        }

        @Override
        public String fingerprint() {
            return Certificates.fingerprint(of);
        }

        @Override
        public byte[] certificate() {
            return KeyPairs.der(of);
        }

        @Override
        public byte[] shown() {
            return KeyPairs.pem(of);
        }

        @Override
        public Optional<Instant> expires() {
            return Optional.of(of.getNotAfter().toInstant());
        }

        @Override
        public Optional<Reader> reader(Instant now) {
            return SmimeReader.of(of, now).map(Reader.class::cast);
        }

        @Override
        public boolean maySign(Instant now) {
            return true;
        }
    }

    static Parsed<Uploaded> read(byte[] file, Instant now) {
        if (isSmime(file)) {
            return smime(file);
        }
        return switch (OpenPgpUpload.read(file)) {
            case Parsed.Malformed<OpenPgpCertificate>(int at, String why) -> Parsed.malformed(at, why);
            case Parsed.Value<OpenPgpCertificate>(OpenPgpCertificate certificate) -> Parsed.of(new OpenPgp(certificate, KeyCare.expires(certificate, now)));
        };
    }

    /// PEM, DER, or what PKCS #12 looks like: an ASN.1 SEQUENCE.
    private static boolean isSmime(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 8 << 10), java.nio.charset.StandardCharsets.ISO_8859_1);
        return (file.length > 0 && file[0] == 0x30) || start.contains("-----BEGIN CERTIFICATE") || (start.contains("PRIVATE KEY-----") && !start.contains("PGP PRIVATE"));
    }

    private static Parsed<Uploaded> smime(byte[] file) {
        if (file.length > OpenPgpUpload.MAX_OCTETS) {
            return Parsed.malformed(0, "it is larger than " + (OpenPgpUpload.MAX_OCTETS >> 10) + " KiB");
        }
        if (new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
            return Parsed.malformed(0, OpenPgpUpload.IS_SECRET);
        }
        return switch (SmimeFiles.read(file, List.of())) {
            case Parsed.Malformed<SmimeKeyring> _ -> Parsed.malformed(0, "it is no certificate; a file with a secret key (.p12) is never sent to anybody");
            case Parsed.Value<SmimeKeyring>(SmimeKeyring read) -> read.keys().isEmpty() ? leaf(read.certificates()) : Parsed.malformed(0, OpenPgpUpload.IS_SECRET);
        };
    }

    private static Parsed<Uploaded> leaf(List<X509Certificate> certificates) {
        List<X509Certificate> leaves = certificates.stream().filter(certificate -> !KeyPairs.isAuthority(certificate)).toList();
        return leaves.size() == 1
                ? Parsed.of(new Smime(leaves.getFirst()))
                : Parsed.malformed(0, leaves.isEmpty() ? "no certificate of a person is in it" : "it holds several certificates; send one");
    }

    default MemberKey of(ListId list, Address address, MemberKey.State state, MemberKey.Source source, Instant now) {
        return new MemberKey(list, address, slot(), fingerprint(), state, source, certificate(), now, now, expires(), Optional.empty(), 0, 0);
    }
}

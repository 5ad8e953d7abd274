package org.chancery.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.operator.OperatorCreationException;
import org.chancery.kit.TestAuthority.Subject;
import org.chancery.protection.Gpg;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpMessages;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeSealer;

/// Somebody with an OpenPGP key and an S/MIME certificate, who writes mail in every form that there is. S/MIME is made by OpenSSL.
///
/// Example: `Author.in(folder, openssl, "ann@example.net").signed(Technology.SMIME, "Hello\r\n")`.
public final class Author {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();

    private final Path folder;
    private final OpenSsl openssl;
    private final String address;
    private final OpenPgpKey key;
    private final InstantSource clock;

    private Author(Path folder, OpenSsl openssl, String address, OpenPgpKey key, InstantSource clock) {
        this.folder = folder;
        this.openssl = openssl;
        this.address = address;
        this.key = key;
        this.clock = clock;
    }

    /// `openssl` has an authority named `ca`; the certificate and its key become files with the address as name.
    public static Author in(Path folder, OpenSsl openssl, String address) {
        openssl.certificate(address, "ca", address, "rsa:2048", "emailProtection", "30");
        OpenPgpKey key = new OpenPgpKeyGenerator(() -> CLOCK.instant().minusSeconds(10), RANDOM)
                .generate(Profile.ED25519, List.of("<" + address + ">"), Optional.empty(), Optional.empty());
        return new Author(folder, openssl, address, key, CLOCK);
    }

    /// Whose keys are over since a while: OpenPGP since yesterday, with signatures from the day before; S/MIME by an authority of its own whose
    /// certificate is `address.ca.pem`.
    public static Author expired(Path folder, OpenSsl openssl, String address) {
        Instant now = CLOCK.instant();
        OpenPgpKey key = new OpenPgpKeyGenerator(() -> now.minus(Duration.ofDays(4)), RANDOM)
                .generate(Profile.ED25519, List.of("<" + address + ">"), Optional.of(Duration.ofDays(3)), Optional.empty());
        try {
            TestAuthority authority = TestAuthority.create(address);
            Subject subject = new Subject("CN=" + address, now.minus(Duration.ofHours(20)), now.minus(Duration.ofHours(1)), List.of(KeyPurposeId.id_kp_emailProtection),
                    List.of(new GeneralName(GeneralName.rfc822Name, address)));
            TestAuthority.Identity identity = authority.issue(subject);
            Files.writeString(folder.resolve(address + ".ca.pem"), authority.pem());
            Files.write(folder.resolve(address + ".pem"), pem("CERTIFICATE", identity.certificate().getEncoded()));
            Files.write(folder.resolve(address + ".key"), pem("PRIVATE KEY", identity.keys().getPrivate().getEncoded()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        return new Author(folder, openssl, address, key, () -> now.minus(Duration.ofDays(2)));
    }

    /// The same person after the OpenPGP key was revoked for no stated reason.
    public Author revoked() {
        byte[] revocation = KeyCare.of(key, key.certificate(), CLOCK.instant(), RANDOM).orElseThrow().revocation();
        try (Gpg gpg = Gpg.start()) {
            gpg.run(Armor.write("PGP PRIVATE KEY BLOCK", key.encoded().reveal()), "--import");
            gpg.generate("Nobody <nobody@example.org>", "0"); // and with it the file in which a revocation notes something
            gpg.run(revocation, "--import");
            return new Author(folder, openssl, address, OpenPgpKeyring.read(gpg.secretKeys("<" + address + ">"), List.of()).orThrow().keys().getFirst(), clock);
        }
    }

    private static byte[] pem(String label, byte[] der) {
        return bytes("-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n");
    }

    public String address() {
        return address;
    }

    public OpenPgpKey key() {
        return key;
    }

    /// PEM.
    public byte[] certificate() {
        return openssl.read(address + ".pem");
    }

    /// PEM.
    public byte[] secret() {
        return openssl.read(address + ".key");
    }

    private static byte[] entity(String text) {
        return bytes("Content-Type: text/plain; charset=utf-8\r\n\r\n" + text);
    }

    /// A whole message around the fields of an entity.
    public byte[] message(String to, String subject, byte[] content) {
        return join(bytes("From: <" + address + ">\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\nMessage-ID: <" + Math.abs(RANDOM.nextLong()) + "@example.net>\r\n"
                + "Date: Sun, 29 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"), content);
    }

    public byte[] plain(String text) {
        return entity(text);
    }

    public byte[] signed(Technology technology, String text) {
        return signed(technology, entity(text));
    }

    /// An entity that is whole, with fields of its own.
    public byte[] signed(Technology technology, byte[] entity) {
        return switch (technology) {
            case OPENPGP -> beside(entity, Armor.write("PGP SIGNATURE", detached(entity)));
            case SMIME -> byOpenssl(entity);
        };
    }

    /// As a program does it that announces AES-256-GCM (RFC 8551 section 2.5.2), and says that it signed at this time. OpenSSL announces AES-256-CBC.
    public byte[] announcingGcm(String text, Instant at) {
        SmimeKeyring own = SmimeFiles.read(join(certificate(), secret()), List.of()).orThrow();
        byte[] entity = entity(text);
        return join(bytes("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=g\r\n\r\n--g\r\n"), entity,
                bytes("\r\n--g\r\n"), SmimeSealer.signer(own.keys().getFirst(), at).signaturePart(entity), bytes("\r\n--g--\r\n"));
    }

    /// As OpenSSL does it with these options: `-md sha1`, `-nodetach`.
    public byte[] byOpenssl(byte[] entity, String... options) {
        List<String> line = new ArrayList<>(List.of("cms", "-sign", "-binary", "-signer", "@" + address + ".pem", "-inkey", "@" + address + ".key"));
        line.addAll(List.of(options));
        return fromOpenssl(openssl.run(entity, line.toArray(String[]::new)));
    }

    /// An entity and a signature in armour (RFC 3156 section 5). The boundary is new each time, so that one may stand in another.
    public static byte[] beside(byte[] entity, byte[] signature) {
        String boundary = "s" + Math.abs(RANDOM.nextLong());
        return join(bytes("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n"), entity,
                bytes("\r\n--" + boundary + "\r\nContent-Type: application/pgp-signature\r\n\r\n"), signature, bytes("\r\n--" + boundary + "--\r\n"));
    }

    /// A text in the cleartext framework (RFC 9580 section 7), as text/plain.
    public byte[] clearSigned(String text) {
        try {
            byte[] signed = new OpenPgpSigner(clock, RANDOM).clear(List.of(key), bytes(text));
            return join(bytes("Content-Type: text/plain; charset=utf-8\r\n\r\n"), bytes(new String(signed, StandardCharsets.UTF_8).replace("\n", "\r\n")));
        } catch (OpenPgpSigner.CannotSign impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] detached(byte[] entity) {
        try {
            return new OpenPgpSigner(clock, RANDOM).detached(List.of(key), entity, false);
        } catch (OpenPgpSigner.CannotSign impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For the holder of an OpenPGP certificate, signed inside or not.
    public byte[] encrypted(OpenPgpCertificate reader, String text, boolean isSigned) {
        return encrypted(reader, entity(text), isSigned);
    }

    /// An entity that is whole, with fields of its own.
    public byte[] encrypted(OpenPgpCertificate reader, byte[] entity, boolean isSigned) {
        try {
            byte[] packets = isSigned ? new OpenPgpSigner(clock, RANDOM).inline(List.of(key), entity, false) : OpenPgpSigner.literal(entity, false);
            return enclosed(OpenPgpMessages.encrypt(packets, List.of(reader), List.of(), CLOCK.instant(), RANDOM));
        } catch (OpenPgpSigner.CannotSign | OpenPgpMessages.CannotEncrypt impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Packets in PGP/MIME (RFC 3156 section 4). The boundary is new each time, so that one may stand in another.
    public static byte[] enclosed(byte[] packets) {
        String boundary = "e" + Math.abs(RANDOM.nextLong());
        return join(bytes("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n"
                + "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\n\r\n"),
                Armor.write("PGP MESSAGE", packets), bytes("\r\n--" + boundary + "--\r\n"));
    }

    /// For the holder of a certificate in PEM.
    public byte[] encrypted(byte[] reader, String text, boolean isSigned) {
        return encrypted(reader, isSigned ? signed(Technology.SMIME, text) : entity(text));
    }

    /// An entity that is whole, as it is, for the holder of a certificate in PEM.
    public byte[] encrypted(byte[] reader, byte[] entity) {
        return encrypted(reader, entity, "-aes256");
    }

    /// `cipher` as OpenSSL names it: `-aes256`, `-des3`.
    public byte[] encrypted(byte[] reader, byte[] entity, String cipher) {
        try {
            Files.write(folder.resolve("reader.pem"), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fromOpenssl(openssl.run(entity, "cms", "-encrypt", "-binary", cipher, "@reader.pem"));
    }

    /// What OpenSSL writes begins with MIME-Version and ends its lines with LF.
    private static byte[] fromOpenssl(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "\n").replace("\n", "\r\n");
        return text.substring(text.indexOf("Content-")).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

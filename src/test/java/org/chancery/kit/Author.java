package org.chancery.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpMessages;
import org.chancery.protection.openpgp.OpenPgpSigner;

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

    private Author(Path folder, OpenSsl openssl, String address, OpenPgpKey key) {
        this.folder = folder;
        this.openssl = openssl;
        this.address = address;
        this.key = key;
    }

    /// `openssl` has an authority named `ca`; the certificate and its key become files with the address as name.
    public static Author in(Path folder, OpenSsl openssl, String address) {
        openssl.certificate(address, "ca", address, "rsa:2048", "emailProtection", "30");
        OpenPgpKey key = new OpenPgpKeyGenerator(() -> CLOCK.instant().minusSeconds(10), RANDOM)
                .generate(Profile.ED25519, List.of("<" + address + ">"), Optional.empty(), Optional.empty());
        return new Author(folder, openssl, address, key);
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

    private byte[] signed(Technology technology, byte[] entity) {
        return switch (technology) {
            case OPENPGP -> join(bytes("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=s\r\n\r\n--s\r\n"), entity,
                    bytes("\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n"), Armor.write("PGP SIGNATURE", detached(entity)), bytes("\r\n--s--\r\n"));
            case SMIME -> fromOpenssl(openssl.run(entity, "cms", "-sign", "-binary", "-signer", "@" + address + ".pem", "-inkey", "@" + address + ".key"));
        };
    }

    private byte[] detached(byte[] entity) {
        try {
            return new OpenPgpSigner(CLOCK, RANDOM).detached(List.of(key), entity, false);
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
            byte[] packets = isSigned ? new OpenPgpSigner(CLOCK, RANDOM).inline(List.of(key), entity, false) : OpenPgpSigner.literal(entity, false);
            byte[] blob = OpenPgpMessages.encrypt(packets, List.of(reader), List.of(), CLOCK.instant(), RANDOM);
            return join(bytes("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n--e\r\n"
                    + "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n"),
                    Armor.write("PGP MESSAGE", blob), bytes("\r\n--e--\r\n"));
        } catch (OpenPgpSigner.CannotSign | OpenPgpMessages.CannotEncrypt impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// For the holder of a certificate in PEM.
    public byte[] encrypted(byte[] reader, String text, boolean isSigned) {
        return encrypted(reader, isSigned ? signed(Technology.SMIME, text) : entity(text));
    }

    /// An entity that is whole, as it is, for the holder of a certificate in PEM.
    public byte[] encrypted(byte[] reader, byte[] entity) {
        try {
            Files.write(folder.resolve("reader.pem"), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fromOpenssl(openssl.run(entity, "cms", "-encrypt", "-binary", "-aes256", "@reader.pem"));
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

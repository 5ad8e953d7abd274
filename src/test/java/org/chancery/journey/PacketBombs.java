package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpMessages;

/// The big ones of bad input row 28, which are made and not kept: OpenPGP packets and CMS structures for a list that opens both. Each name begins
/// with the code that it must be answered with. Nobody needs a key for most of them; those that say `sealed` are encrypted to `list`.
///
/// Example: `new PacketBombs(certificate, "nest@lists.example.org").all().get("550 row 28: …").get()`
record PacketBombs(OpenPgpCertificate list, String address) {
    /// Opened to its end on a heap of 256 MB, and only then refused for want of a signature.
    static final String LARGEST = "550 row 28: 24 MB out of 300 kB in each of eight layers, sealed";
    private static final int MANY = 100_000;
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] SIGNED = HexFormat.of().parseHex("06092a864886f70d010702");
    private static final byte[] ENVELOPED = HexFormat.of().parseHex("06092a864886f70d010703");
    private static final byte[] DATA = HexFormat.of().parseHex("06092a864886f70d010701");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] SHA256 = HexFormat.of().parseHex("300d06096086480165030402010500");
    private static final byte[] NO_NAME = HexFormat.of().parseHex("30053000020101");

    Map<String, Supplier<byte[]>> all() {
        Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
        all.put("550 row 28: ten gigabytes of zeros", () -> openPgp(deflated(zeros(10_000))));
        all.put("550 row 28: ten gigabytes of zeros, sealed", () -> openPgp(sealed(deflated(zeros(10_000)))));
        all.put("550 row 28: as much as the ratio allows", () -> openPgp(deflated(below(95))));
        all.put("550 row 28: as much as the ratio allows, sealed", () -> openPgp(sealed(deflated(below(95)))));
        all.put(LARGEST, () -> openPgp(sealed(layered(below(24), 7))));
        all.put("550 row 28: 4,096 deflated packets inside each other, sealed", () -> openPgp(sealed(nested(4_096))));
        all.put("550 row 28: 100,000 session keys for the list", () -> openPgp(joined(sessionKeys(list.encryptionKeys(Instant.now()).getFirst()), closed())));
        all.put("550 row 28: 100,000 session keys for nobody", () -> openPgp(joined(sessionKeys("0000000000000000"), closed())));
        all.put("550 row 28: 900 session keys for nobody", () -> openPgp(joined(repeated(sessionKey("0000000000000000"), 900), closed())));
        all.put("550 row 28: 100,000 signatures in one pass", () -> openPgp(joined(repeated(ONE_PASS, MANY), LITERAL, repeated(SIGNATURE, MANY))));
        all.put("550 row 28: 100,000 signatures in one pass, sealed", () -> openPgp(sealed(joined(repeated(ONE_PASS, MANY), LITERAL, repeated(SIGNATURE, MANY)))));
        all.put("550 row 28: 100,000 signatures beside a text", () -> mail("multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha512; boundary=s",
                "--s\r\nContent-Type: text/plain\r\n\r\nHello\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" + text(Armor.write("PGP SIGNATURE", repeated(SIGNATURE, MANY))) + "\r\n--s--\r\n"));
        all.put("550 row 28: five million partial lengths", () -> openPgp(partial(5_000_000)));
        all.put("550 row 28: a million empty packets", () -> openPgp(repeated(new byte[] {(byte) 0xCA, 0}, 1_000_000)));
        all.put("550 row 28: 100,000 recipients (S/MIME)", () -> smime("enveloped-data", enveloped(repeated(recipient(), MANY))));
        all.put("550 row 28: 100,000 signers (S/MIME)", () -> smime("signed-data", signed(octets("Content-Type: text/plain\r\n\r\nHello\r\n"), repeated(signer(), MANY))));
        all.put("550 row 28: octet strings nested 100,000 deep (S/MIME)", () -> smime("signed-data", signed(deep(MANY), signer())));
        all.put("550 row 28: sequences nested 1,000,000 deep (S/MIME)", () -> smime("enveloped-data", joined(new byte[] {0x30, (byte) 0x80}, ENVELOPED, repeated(new byte[] {0x30, (byte) 0x80}, 1_000_000))));
        all.put("550 row 28: six million pieces of one text (S/MIME)", () -> smime("signed-data", signed(pieces(6_000_000), signer())));
        all.put("550 row 28: six million recipients that are none (S/MIME)", () -> smime("enveloped-data", enveloped(repeated(new byte[] {2, 1, 1}, 6_000_000))));
        all.put("550 row 28: six million attributes of a signer (S/MIME)", () -> smime("signed-data", signed(octets("x"), signerWith(tagged(0xA0, repeated(new byte[] {2, 1, 1}, 5_900_000))))));
        return all;
    }

    /// The certificate of the list with so many signatures, as somebody's own.
    byte[] key() {
        byte[] armour = Armor.write("PGP PUBLIC KEY BLOCK", joined(list.encoded(), repeated(SIGNATURE, MANY)));
        return text(mail("text/plain", text(armour))).replace("Subject: Row 28", "Subject: key").getBytes(ISO_8859_1);
    }

    // ---- mails

    private byte[] mail(String type, String body) {
        return ("From: evil@example.com\r\nTo: " + address + "\r\nSubject: Row 28\r\nDate: Sun, 29 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: " + type + "\r\n\r\n" + body).getBytes(ISO_8859_1);
    }

    private byte[] openPgp(byte[] packets) {
        return mail("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e",
                "--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n"
                        + text(Armor.write("PGP MESSAGE", packets)) + "\r\n--e--\r\n");
    }

    private byte[] smime(String kind, byte[] cms) {
        return mail("application/pkcs7-mime; smime-type=" + kind + "; name=smime.p7m\r\nContent-Transfer-Encoding: base64", Base64.getMimeEncoder().encodeToString(cms) + "\r\n");
    }

    private byte[] sealed(byte[] packets) {
        try {
            return OpenPgpMessages.encrypt(packets, List.of(list), List.of(), Instant.now(), new SecureRandom());
        } catch (OpenPgpMessages.CannotEncrypt impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // ---- OpenPGP (RFC 9580)

    /// `hello` in a literal packet.
    private static final byte[] LITERAL = HexFormat.of().parseHex("cb0b62000000000068656c6c6f");
    /// Version 3, over a binary document, SHA-256, Ed25519, of key 1.
    private static final byte[] ONE_PASS = HexFormat.of().parseHex("c40d03000816000000000000000100");
    /// Version 4 with nothing in it but who made it, and two numbers.
    private static final byte[] SIGNATURE = signature();

    private static byte[] signature() {
        byte[] body = HexFormat.of().parseHex("040016080006" + "0502" + "6a200000" + "000a" + "0910" + "0000000000000001" + "abcd" + "0008ff" + "0008ff");
        return joined(new byte[] {(byte) 0xC2, (byte) body.length}, body);
    }

    /// One packet of indeterminate length around raw deflate.
    private static byte[] deflated(byte[] stream) {
        return joined(new byte[] {(byte) 0xA3, 1}, stream);
    }

    /// What deflate makes of so many megabytes of zeros. Each begins anew, so that one is made and repeated.
    private static byte[] zeros(int megabytes) {
        return joined(repeated(deflated(new byte[MEGABYTE], Deflater.FULL_FLUSH), megabytes), new byte[] {3, 0});
    }

    /// A stream that gives so many megabytes, a little less than a hundred times its own length: a literal packet of noise and zeros.
    private static byte[] below(int megabytes) {
        byte[] some = new byte[MEGABYTE];
        byte[] noise = new byte[MEGABYTE / 110];
        new Random(28).nextBytes(noise);
        System.arraycopy(noise, 0, some, 0, noise.length);
        byte[] literal = joined(new byte[] {(byte) 0xAF, 'b', 0, 0, 0, 0, 0}, octetsOf("Content-Type: text/plain\r\n\r\n"));
        byte[] block = deflated(some, Deflater.FULL_FLUSH);
        return joined(deflated(literal, Deflater.FULL_FLUSH), repeated(block, megabytes), new byte[] {3, 0});
    }

    private static byte[] deflated(byte[] octets, int flush) {
        try (Deflater deflater = new Deflater(9, true)) {
            deflater.setInput(octets);
            byte[] out = new byte[octets.length + 1024];
            return Arrays.copyOf(out, deflater.deflate(out, 0, out.length, flush));
        }
    }

    /// Compressed packets that are not, around deflate.
    private static byte[] layered(byte[] stream, int layers) {
        return joined(repeated(new byte[] {(byte) 0xA3, 0}, layers), deflated(stream));
    }

    private static byte[] nested(int depth) {
        byte[] inner = LITERAL;
        for (int i = 0; i < depth; i++) { // stored: five octets before it
            int length = inner.length;
            inner = joined(new byte[] {(byte) 0xA3, 1, 1, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8)}, inner);
        }
        return inner;
    }

    private static byte[] sessionKeys(String key) {
        return repeated(sessionKey(key), MANY);
    }

    /// Version 3 for ECDH, with a point and a wrapped key that are noise.
    private static byte[] sessionKey(String key) {
        byte[] point = new byte[33];
        new Random(28).nextBytes(point);
        point[0] = 0x40;
        byte[] body = joined(HexFormat.of().parseHex("03" + key.substring(key.length() - 16) + "12" + "0107"), point, new byte[] {48}, new byte[48]);
        return joined(new byte[] {(byte) 0xC1, (byte) body.length}, body);
    }

    /// Something that claims to be encrypted with integrity.
    private static byte[] closed() {
        return joined(new byte[] {(byte) 0xD2, (byte) 100, 1}, new byte[99]);
    }

    private static byte[] partial(int count) {
        return joined(new byte[] {(byte) 0xCB}, repeated(new byte[] {(byte) 0xE0, 0}, count), new byte[] {0});
    }

    // ---- CMS (RFC 5652)

    private static byte[] enveloped(byte[] recipients) {
        byte[] content = tagged(0x30, DATA, HexFormat.of().parseHex("301d060960864801650304012a0410" + "00".repeat(16)), tagged(0x80, new byte[64]));
        return tagged(0x30, ENVELOPED, tagged(0xA0, tagged(0x30, new byte[] {2, 1, 0}, tagged(0x31, recipients), content)));
    }

    private static byte[] recipient() {
        return tagged(0x30, new byte[] {2, 1, 0}, NO_NAME, RSA, tagged(4, new byte[64]));
    }

    private static byte[] signed(byte[] content, byte[] signers) {
        return tagged(0x30, SIGNED, tagged(0xA0, tagged(0x30, new byte[] {2, 1, 1}, tagged(0x31, SHA256), tagged(0x30, DATA, tagged(0xA0, content)), tagged(0x31, signers))));
    }

    private static byte[] signer() {
        return signerWith(new byte[0]);
    }

    private static byte[] signerWith(byte[] attributes) {
        return tagged(0x30, new byte[] {2, 1, 1}, NO_NAME, SHA256, attributes, RSA, tagged(4, new byte[64]));
    }

    private static byte[] octets(String text) {
        return tagged(4, octetsOf(text));
    }

    /// Octet strings in octet strings, of indefinite length.
    private static byte[] deep(int depth) {
        return joined(repeated(new byte[] {0x24, (byte) 0x80}, depth), octets("x"), repeated(new byte[] {0, 0}, depth));
    }

    private static byte[] pieces(int count) {
        return joined(new byte[] {0x24, (byte) 0x80}, repeated(new byte[] {4, 1, 'x'}, count), new byte[] {0, 0});
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        byte[] content = joined(contents);
        byte[] header = content.length < 128
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x84, (byte) (content.length >> 24), (byte) (content.length >> 16), (byte) (content.length >> 8), (byte) content.length};
        return joined(header, content);
    }

    // ---- octets

    private static byte[] octetsOf(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }

    private static byte[] repeated(byte[] octets, int times) {
        byte[] all = new byte[octets.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(octets, 0, all, i * octets.length, octets.length);
        }
        return all;
    }

    private static byte[] joined(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}

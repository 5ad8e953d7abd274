package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Plaintext;
import org.chancery.protection.ProtectedPayload;
import org.chancery.protection.SealedCopy;
import org.chancery.protection.SharedTail;

/// A post sealed with PGP/MIME (RFC 3156 section 4): encrypted once for each class of readers, then one public-key operation for each
/// copy. A copy names no key but its reader's.
///
/// Example: `OpenPgpSealer.prepare(payload, isHidden, random).copyFor(reader)`.
public final class OpenPgpSealer {
    /// RFC 9580 section 5.8: has to be ignored. In front of a message whose length is a multiple of three, it makes the base64 end with
    /// padding: GnuPG 2.2 takes the END line for data where neither padding nor a checksum comes before it.
    private static final byte[] MARKER = {(byte) 0xCA, 3, 'P', 'G', 'P'};

    private final byte[] header;
    private final byte[] packets;
    private final boolean isHidden;
    private final SecureRandom random;
    private final Map<Kind, Sealed> sealed = new EnumMap<>(Kind.class);

    private enum Kind { SEIPD1, SEIPD2 }

    private record Sealed(OpenPgpEncryption encryption, SharedTail tail) {}

    private OpenPgpSealer(byte[] header, byte[] packets, boolean isHidden, SecureRandom random) {
        this.header = header;
        this.packets = packets;
        this.isHidden = isHidden;
        this.random = random;
    }

    /// `isHidden`: copies do not say for which key they are.
    public static OpenPgpSealer prepare(ProtectedPayload payload, boolean isHidden, SecureRandom random) {
        return new OpenPgpSealer(payload.outerHeader(), OpenPgpSigner.literal(payload.entity(), false), isHidden, random);
    }

    /// `packets`: a signed message that is encrypted as it is, under this header.
    public static OpenPgpSealer verbatim(byte[] header, Plaintext packets, boolean isHidden, SecureRandom random) {
        return new OpenPgpSealer(header, packets.borrow(), isHidden, random);
    }

    /// One public-key operation.
    public SealedCopy copyFor(OpenPgpReader reader) {
        return copy(reader.key(), reader.readsSeipd2() ? Kind.SEIPD2 : Kind.SEIPD1);
    }

    private SealedCopy copy(PGPPublicKey key, Kind kind) {
        Sealed body = of(kind);
        byte[] wrapped = body.encryption().wrappedFor(key, isHidden);
        return body.tail().copy(body.tail().length(wrapped) % 3 == 0 ? marked(wrapped) : wrapped);
    }

    private static byte[] marked(byte[] wrapped) {
        byte[] marked = new byte[MARKER.length + wrapped.length];
        System.arraycopy(MARKER, 0, marked, 0, MARKER.length);
        System.arraycopy(wrapped, 0, marked, MARKER.length, wrapped.length);
        return marked;
    }

    private synchronized Sealed of(Kind kind) {
        return sealed.computeIfAbsent(kind, wanted -> {
            OpenPgpEncryption encryption = OpenPgpEncryption.of(packets, wanted == Kind.SEIPD2, random);
            String boundary = boundary();
            return new Sealed(encryption, new SharedTail(before(boundary), encryption.body(), after(boundary)));
        });
    }

    private byte[] before(String boundary) {
        byte[] rest = ("MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n boundary=\"" + boundary + "\"\r\n\r\n--" + boundary
                + "\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--" + boundary
                + "\r\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\r\n\r\n" + Armor.beginning("PGP MESSAGE") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + rest.length);
        System.arraycopy(rest, 0, all, header.length, rest.length);
        return all;
    }

    private static byte[] after(String boundary) {
        return (Armor.ending("PGP MESSAGE") + "\r\n\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private String boundary() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return "=_" + HexFormat.of().formatHex(octets);
    }

    /// The list's key as signer inside.
    public static EntitySigner signer(OpenPgpSigner signer, OpenPgpKey key) {
        return new EntitySigner() {
            @Override
            public String protocol() {
                return "application/pgp-signature";
            }

            @Override
            public String micalg() {
                return OpenPgpSigner.MICALG;
            }

            @Override
            public byte[] signaturePart(byte[] entity) {
                try {
                    String armour = new String(Armor.write("PGP SIGNATURE", signer.detached(List.of(key), entity, false)), StandardCharsets.US_ASCII);
                    return OpenPgpSigner.part(armour);
                } catch (OpenPgpSigner.CannotSign cannot) {
                    throw new IllegalStateException("the list cannot sign: nothing may leave", cannot);
                }
            }

            @Override
            public Optional<byte[]> clearSigned(byte[] text) {
                try {
                    return Optional.of(signer.clear(List.of(key), text));
                } catch (OpenPgpSigner.CannotSign cannot) {
                    throw new IllegalStateException("the list cannot sign: nothing may leave", cannot);
                }
            }
        };
    }
}

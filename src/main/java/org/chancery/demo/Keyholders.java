package org.chancery.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.Sealing;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.server.Surroundings;

/// The mail programs of two people with keys, made at start: one with OpenPGP, who also writes, one with S/MIME and a certificate of the
/// demo's own authority. They know the keys of the list as anybody would.
final class Keyholders {
    private static final Duration LIFE = Duration.ofDays(30);
    private final Surroundings surroundings;
    private final String writer;
    private final OpenPgpKey key;
    private final KeyPairs.Certified authority;
    private final byte[] certificate;
    private final SmimeKeyring holder;

    /// `writer` gets the OpenPGP key, `reader` the certificate.
    Keyholders(Surroundings surroundings, String writer, String reader) {
        this.surroundings = surroundings;
        this.writer = writer;
        this.key = new OpenPgpKeyGenerator(() -> now().minusSeconds(60), surroundings.random())
                .generate(OpenPgpKeyGenerator.Profile.ED25519, List.of("<" + writer + ">"), Optional.of(LIFE), Optional.empty());
        this.authority = KeyPairs.authority("Authority of the demo", LIFE, now(), surroundings.random());
        KeyPairs.Requested request = KeyPairs.requested(KeyPairs.Kind.EC_P256, "Reader", List.of(reader), surroundings.random());
        this.certificate = issued(request.request());
        this.holder = read(joined(certificate, request.key().reveal())).trusting(read(authority.certificate()));
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private static SmimeKeyring read(byte[] pem) {
        return SmimeFiles.read(pem, List.of()).orThrow();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return (new String(one, US_ASCII) + new String(other, US_ASCII)).getBytes(US_ASCII);
    }

    byte[] authority() {
        return authority.certificate();
    }

    /// What the authority gives for a request.
    byte[] issued(byte[] request) {
        SmimeKeyring.Key signer = read(joined(authority.certificate(), authority.key().reveal())).keys().getFirst();
        return KeyPairs.issued(signer, request, LIFE, now(), surroundings.random()).orElseThrow();
    }

    /// The writer's public key in armour.
    byte[] publicKey() {
        return Armor.write("PGP PUBLIC KEY BLOCK", key.certificate().encoded());
    }

    /// The reader's certificate in PEM.
    byte[] certificate() {
        return certificate;
    }

    /// A message of the writer as her program sends it: encrypted to the list's key, and signed before or not.
    Message sealed(Message written, byte[] keyOfList, boolean isSigned) throws IOException {
        EntitySigner signer = OpenPgpSealer.signer(new OpenPgpSigner(surroundings.clock(), surroundings.random()), key);
        OpenPgpReader list = OpenPgpReader.of(ofList(keyOfList), now()).orElseThrow();
        var out = new ByteArrayOutputStream();
        Sealing.of(written, Optional.empty(), isSigned ? Map.of(Technology.OPENPGP, signer) : Map.of(), false, surroundings.random()).copyFor(list).writeTo(out);
        return Message.parse(out.toByteArray()).orThrow();
    }

    /// What these two programs make of a mail: opened with either key, and whose signature it bears. `keyOfList`: as it was published.
    Opening read(Message mail, String list, byte[] keyOfList) {
        OpenPgpCertificate certificateOfList = ofList(keyOfList);
        OpenPgpKeyring known = new OpenPgpKeyring(List.of(certificateOfList, key.certificate()), List.of(key))
                .bound(Map.of(certificateOfList.fingerprint(), List.of(list), key.certificate().fingerprint(), List.of(writer)));
        return new Opener(List.of(new OpenPgpScheme(known), new SmimeScheme(holder))).open(mail, now(), AcceptedSignatures.NONE);
    }

    private static OpenPgpCertificate ofList(byte[] keyOfList) {
        return OpenPgpKeyring.read(keyOfList, List.of()).orThrow().certificates().getFirst();
    }
}

package org.chancery.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.chancery.protection.openpgp.Armor;

/// GnuPG and OpenSSL in the hands of members: what they find in a copy.
///
/// Example: `others.decrypted(copy, lists.author("ann@example.net"))`.
public final class OtherPrograms implements AutoCloseable {
    private final EncryptedLists lists;
    private final List<String> known;
    private final Map<String, Gpg> homes = new HashMap<>();

    /// `known`: the people whose OpenPGP certificates every reader has, besides that of the list.
    public OtherPrograms(EncryptedLists lists, String... known) {
        this.lists = lists;
        this.known = List.of(known);
    }

    @Override
    public void close() {
        homes.values().forEach(Gpg::close);
    }

    /// What GnuPG or OpenSSL decrypts with the reader's key.
    public String decrypted(byte[] copy, Author reader) {
        String text = EncryptedLists.text(copy);
        int begin = text.indexOf("-----BEGIN PGP MESSAGE-----");
        return EncryptedLists.text(begin < 0
                ? lists.openssl().run(copy, "cms", "-decrypt", "-binary", "-recip", "@" + reader.address() + ".pem", "-inkey", "@" + reader.address() + ".key")
                : gpg(reader).run(text.substring(begin, text.indexOf("-----END PGP MESSAGE-----") + 27).getBytes(StandardCharsets.US_ASCII), "--decrypt"));
    }

    private Gpg gpg(Author reader) {
        return homes.computeIfAbsent(reader.address(), _ -> {
            Gpg gpg = Gpg.start();
            gpg.run(Armor.write("PGP PRIVATE KEY BLOCK", reader.key().encoded().reveal()), "--import");
            certificate(gpg, lists.ofList());
            known.forEach(one -> certificate(gpg, lists.author(one)));
            return gpg;
        });
    }

    private static void certificate(Gpg gpg, Author of) {
        gpg.run(Armor.write("PGP PUBLIC KEY BLOCK", of.key().certificate().encoded()), "--import");
    }

    /// GnuPG or OpenSSL vouches for the signature of `signer` over the first part; returns that part. `reader`: whose programs look.
    public Part verified(Part signed, Author signer, Author reader) {
        Part covered = signed.parts().getFirst();
        Part signature = signed.parts().getLast();
        if (signature.type().is("application", "pgp-signature")) {
            assertThat(gpg(reader).verifies(signature, covered.toByteArray())).contains("GOODSIG").containsPattern("VALIDSIG .* " + signer.key().certificate().fingerprint());
        } else {
            byte[] said = lists.openssl().run(signed.toByteArray(), "cms", "-verify", "-CAfile", "@ca.pem", "-signer", "@signer.pem");
            assertThat(EncryptedLists.text(said)).isEqualTo(EncryptedLists.text(covered.toByteArray()));
            assertThat(EncryptedLists.text(lists.openssl().run(new byte[0], "x509", "-in", "@signer.pem", "-noout", "-ext", "subjectAltName"))).contains("email:" + signer.address());
        }
        return covered;
    }
}

package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.kit.Author;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;

/// A running site, lists with keys on it, and the people on them, who read with GnuPG, each with a home of his own, or with OpenSSL.
///
/// Example: `readers = Readers.start(); MailingList list = readers.list("safe", "encrypted"); readers.member(list, "ann@example.net", Technology.OPENPGP);`
final class Readers implements AutoCloseable {
    private final Path folder;
    private final OpenSsl openssl;
    private final Site site;
    private final Map<String, Author> people = new HashMap<>();
    private final Map<String, Gpg> homes = new HashMap<>();

    private Readers(Path folder, OpenSsl openssl, Site site) {
        this.folder = folder;
        this.openssl = openssl;
        this.site = site;
    }

    /// `settings` as [Site#start] takes them.
    static Readers start(String... settings) throws IOException {
        Path folder = Files.createTempDirectory("readers");
        OpenSsl openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        return new Readers(folder, openssl, Site.start(settings));
    }

    Site site() {
        return site;
    }

    @Override
    public void close() throws IOException {
        homes.values().forEach(Gpg::close);
        site.close();
        Site.remove(folder);
    }

    Author person(String address) {
        return people.computeIfAbsent(address, _ -> Author.in(folder, openssl, address));
    }

    // ---- as an owner does it

    /// A list in a shipped style with keys of both technologies: OpenPGP made here, S/MIME by the authority of the test.
    MailingList list(String name, String style) {
        MailingList list = site.list(name + "@" + Site.DOMAIN, style, "");
        var keys = site.administration().keys();
        if (keys.all(Site.CALLER, list).isEmpty()) { // styles that have a use for it come with one
            keys.generate(Site.CALLER, list, ListKeyDesk.Kind.ED25519);
        }
        keys.trust(Site.CALLER, list, openssl.read("ca.pem"));
        Author certified = person(list.address().toString());
        keys.importKey(Site.CALLER, list, join(certified.certificate(), certified.secret()), List.of());
        return list;
    }

    /// The same for posts from anybody.
    MailingList openList(String name, String style) {
        MailingList list = list(name, style);
        site.administration().policies().set(Site.CALLER, list, Site.OPEN);
        return list;
    }

    /// What the list asks for, with the authority's answer imported.
    void certify(MailingList list) {
        byte[] certificate = openssl.run(site.administration().keys().request(Site.CALLER, list),
                "x509", "-req", "-CA", "@ca.pem", "-CAkey", "@ca.key", "-CAcreateserial", "-days", "30", "-copy_extensions", "copyall");
        site.administration().keys().importKey(Site.CALLER, list, certificate, List.of());
    }

    void member(MailingList list, String address, Technology... technologies) {
        site.add(list, address, Role.MEMBER);
        keys(list, address, technologies);
    }

    void keys(MailingList list, String address, Technology... technologies) {
        for (Technology technology : technologies) {
            site.administration().keys().install(Site.CALLER, list, address, switch (technology) {
                case OPENPGP -> Armor.write("PGP PUBLIC KEY BLOCK", person(address).key().certificate().encoded());
                case SMIME -> person(address).certificate();
            });
        }
    }

    /// What the list shows to the world.
    byte[] listKey(MailingList list, Technology technology) {
        return site.administration().keys().export(list, ListKeyDesk.Which.of(technology));
    }

    OpenPgpCertificate certificate(MailingList list) {
        return certificate(listKey(list, Technology.OPENPGP));
    }

    static OpenPgpCertificate certificate(byte[] armoured) {
        return OpenPgpKeyring.read(armoured, List.of()).orThrow().certificates().getFirst();
    }

    // ---- as an author does it

    /// `content` with its own fields, in a message of `author` to the list.
    byte[] message(MailingList list, String author, String subject, byte[] content) {
        return person(author).message(list.address().toString(), subject, content);
    }

    /// A post as `author` writes it for the list, encrypted to the key that the list shows to the world.
    byte[] encrypted(MailingList list, Technology technology, String author, String subject, String text, boolean isSigned) {
        return message(list, author, subject, switch (technology) {
            case OPENPGP -> person(author).encrypted(certificate(list), text, isSigned);
            case SMIME -> person(author).encrypted(listKey(list, technology), text, isSigned);
        });
    }

    // ---- as a member does it

    /// GnuPG of this person, with the secret key, and the certificates of the list and of all others.
    Gpg gpg(MailingList list, String address) {
        Gpg gpg = homes.computeIfAbsent(address, _ -> Gpg.start());
        gpg.run(Armor.write("PGP PRIVATE KEY BLOCK", person(address).key().encoded().reveal()), "--import");
        gpg.run(listKey(list, Technology.OPENPGP), "--import");
        people.values().forEach(other -> gpg.run(Armor.write("PGP PUBLIC KEY BLOCK", other.key().certificate().encoded()), "--import"));
        return gpg;
    }

    /// What GnuPG finds in a copy.
    Part decrypted(MailingList list, String member, byte[] copy) {
        return Message.parse(gpg(list, member).run(armour(copy), "--decrypt")).orThrow().root();
    }

    String decryptedText(MailingList list, String member, byte[] copy) {
        return new String(decrypted(list, member, copy).toByteArray(), UTF_8);
    }

    static byte[] armour(byte[] copy) {
        String text = new String(copy, UTF_8);
        return text.substring(text.indexOf("-----BEGIN PGP MESSAGE"), text.indexOf("-----END PGP MESSAGE") + 27).getBytes(UTF_8);
    }

    /// What OpenSSL finds in a copy.
    Part decrypted(String member, byte[] copy) {
        return Message.parse(openssl.run(copy, "cms", "-decrypt", "-recip", "@" + member + ".pem", "-inkey", "@" + member + ".key")).orThrow().root();
    }

    String decryptedText(String member, byte[] copy) {
        return new String(decrypted(member, copy).toByteArray(), UTF_8);
    }

    /// The structure of a signature, as OpenSSL prints it.
    String shown(byte[] signed) {
        return new String(openssl.run(signed, "cms", "-cmsout", "-print", "-inform", "SMIME"), UTF_8);
    }

    /// A request or a certificate in PEM, as OpenSSL prints it.
    String text(String command, byte[] pem) {
        return new String(openssl.run(pem, command, "-noout", "-text"), UTF_8);
    }

    /// The part under this signature, as GnuPG or OpenSSL vouches for it. `signer`: whose signature it must be.
    Part verified(Gpg gpg, Part signed, String signer, OpenPgpCertificate certificate) throws IOException {
        Part covered = signed.parts().getFirst();
        Part signature = signed.parts().getLast();
        if (signature.type().is("application", "pgp-signature")) {
            assertThat(gpg.verifies(signature, covered.toByteArray())).contains("GOODSIG").containsPattern("VALIDSIG .* " + certificate.fingerprint());
        } else {
            assertThat(signature.type().subtype()).isEqualTo("pkcs7-signature");
            byte[] said = openssl.run(signed.toByteArray(), "cms", "-verify", "-CAfile", "@ca.pem", "-signer", "@signer.pem");
            assertThat(new String(said, ISO_8859_1)).isEqualTo(new String(covered.toByteArray(), ISO_8859_1));
            assertThat(new String(openssl.run(new byte[0], "x509", "-in", "@signer.pem", "-noout", "-ext", "subjectAltName"), UTF_8)).contains("email:" + signer);
        }
        return covered;
    }

    private static byte[] join(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}

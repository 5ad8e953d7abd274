package org.chancery.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.chancery.keyring.KeyBox;
import org.chancery.kit.Author;
import org.chancery.kit.GivenKeys;
import org.chancery.kit.InsideOnly;
import org.chancery.kit.PreparedSite;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.posting.signing.StoredKey;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.secrets.MasterKey;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.SelfSignedCertificate;
import org.chancery.store.Store;

/// A list that takes and sends encrypted mail only, its people, and posts with a canary in their encrypted parts: in each
/// line of the text and in each header field that stands there. Keys of authors and list lie in `folder`, which nobody searches; the server's folder is another one.
final class CanarySite {
    static final String LIST = "nest@lists.example.org";
    static final String ANN = "ann@example.net"; // OpenPGP
    static final String BOB = "bob@example.net"; // S/MIME
    static final String LATE = "late@example.net"; // OpenPGP, and her server postpones everything
    static final String DORA = "dora@example.net"; // OpenPGP, wants digests
    static final String KIT = "kit@example.net"; // without a key
    static final String MODERATOR = "mod@example.net"; // OpenPGP: is sent held posts sealed
    static final String OUTSIDER = "out@example.edu"; // OpenPGP, to whom mail is resent
    private static final String REQUEST = "nest-request@lists.example.org";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LINES = 40; // each with the canary: a page of the store may cut one or two
    private static final int EVIDENT = 24; // octets of a secret that are looked for
    private static final int RSA_EXPONENT = 400; // amid the private exponent of 2,048 bits in PKCS #8
    private static final int EC_NUMBER = 38; // within the private number of P-256 in PKCS #8
    /// In the folder of data, where the master key lies as it is and nothing else may.
    static final Path MASTER = Path.of("keys", "master.key");

    /// What becomes of a mail: it reaches the members, is refused, or is a command that is carried out.
    enum End {
        DISTRIBUTED("250"), REFUSED("5"), DONE("250");

        private final String reply;

        End(String reply) {
            this.reply = reply;
        }

        /// How it is answered.
        String reply() {
            return reply;
        }
    }

    record Post(String from, String to, byte[] content, End end) {}

    private final String canary = newCanary();
    private final OpenSsl openssl;
    private final Author ofList;
    private final Author ann;
    private final Author bob;
    private final Author late;
    private final Author dora;
    private final Author moderator;
    private final Author outsider;
    private final SelfSignedCertificate tls = SelfSignedCertificate.create(List.of("lists.example.org"), InstantSource.system(), RANDOM);
    private final List<byte[]> secretsOfSite = new ArrayList<>();

    private CanarySite(Path folder) {
        openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        ofList = Author.in(folder, openssl, LIST);
        ann = Author.in(folder, openssl, ANN);
        bob = Author.in(folder, openssl, BOB);
        late = Author.in(folder, openssl, LATE);
        dora = Author.in(folder, openssl, DORA);
        moderator = Author.in(folder, openssl, MODERATOR);
        outsider = Author.in(folder, openssl, OUTSIDER);
    }

    /// Makes the site in `data`.
    static CanarySite create(Path folder, Path data) throws IOException {
        CanarySite site = new CanarySite(Files.createDirectories(folder));
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), RANDOM);
        try (Store store = PreparedSite.open(data, "sqlite")) {
            store.lists().addDomain(Domain.of("lists.example.org"), PreparedSite.act("domain.add", "lists.example.org"));
            site.secrets(store, data, master);
            MailingList list = store.lists().create(Address.of(LIST), "discussion", settings(),
                    "accept when from anyone. otherwise refuse.", PreparedSite.act("list.create", LIST)).orElseThrow();
            site.people(store, list, new GivenKeys(store, new KeyBox(new SealedBox(master.derive("list-keys"), RANDOM)), site.openssl.read("ca.pem")));
        }
        return site;
    }

    /// The master key and what is derived of it for keys, the DKIM keys, and the key of the certificate for TLS, which is a file of the administrator.
    private void secrets(Store store, Path data, MasterKey master) throws IOException {
        Domain domain = Domain.of("lists.example.org");
        SealedBox box = new SealedBox(master.derive("signing-keys"), RANDOM);
        KeyCabinet cabinet = new KeyCabinet(store.signingKeys(), box, RANDOM);
        cabinet.create(domain, Instant.now(), PreparedSite.act("domain.dkim", "lists.example.org"));
        secretsOfSite.add(Files.readAllBytes(data.resolve(MASTER)));
        secretsOfSite.add(master.derive("list-keys").reveal());
        secretsOfSite.add(master.derive("signing-keys").reveal());
        for (StoredKey stored : cabinet.all(domain)) {
            byte[] der = box.open(stored.name(), stored.sealed()).orElseThrow().reveal();
            secretsOfSite.add(stored.algorithm().startsWith("rsa") ? Arrays.copyOfRange(der, RSA_EXPONENT, RSA_EXPONENT + EVIDENT) : Arrays.copyOfRange(der, der.length - 32, der.length));
        }
        String pem = tls.keyPem().revealText();
        secretsOfSite.add(Arrays.copyOfRange(Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", "")), EC_NUMBER, EC_NUMBER + EVIDENT));
    }

    /// Certificate and key for TLS, in a folder that nobody searches: `site.crt` and `site.key`.
    void writeTls(Path folder) throws IOException {
        Files.writeString(folder.resolve("site.crt"), tls.certificatePem());
        Files.writeString(folder.resolve("site.key"), tls.keyPem().revealText());
    }

    private static Settings settings() {
        return new Settings(Map.ofEntries(entry(Setting.HOLD_NOTICE, "sealed"), entry(Setting.MEMBERS_RESEND, "true"), entry(Setting.ARCHIVE, "owners"),
                entry(Setting.GPG_POST_ENCRYPT, "force"), entry(Setting.SMIME_POST_ENCRYPT, "force"), entry(Setting.GPG_POST_SIGN, "yes"), entry(Setting.SMIME_POST_SIGN, "yes"),
                entry(Setting.GPG_DISTRIB_ENCRYPT, "force"), entry(Setting.SMIME_DISTRIB_ENCRYPT, "force"), entry(Setting.GPG_DISTRIB_SIGN, "yes"), entry(Setting.SMIME_DISTRIB_SIGN, "yes")));
    }

    private void people(Store store, MailingList list, GivenKeys keys) {
        keys.toList(list, ofList);
        member(store, list, MODERATOR, Role.MODERATOR, Member.Digest.NONE);
        for (String address : List.of(ANN, BOB, LATE, KIT)) {
            member(store, list, address, Role.MEMBER, Member.Digest.NONE);
        }
        member(store, list, DORA, Role.MEMBER, Member.Digest.MIME);
        List.of(ann, late, dora, moderator, outsider).forEach(one -> keys.toMember(list, one, Technology.OPENPGP));
        keys.toMember(list, bob, Technology.SMIME);
    }

    private static void member(Store store, MailingList list, String address, Role role, Member.Digest digest) {
        store.members().add(new NewMember(list.id(), Address.of(address), "", role, new Preferences(true, digest, false, false)),
                PreparedSite.act("member.add", address)).orElseThrow();
    }

    /// Of ten mails four are posts signed with OpenPGP and two with S/MIME; one is unsigned and so held, one is in clear and one for another key:
    /// those two are refused; and one is a command to send its text on to an outsider.
    Post post(int number) {
        return switch (number % 10) {
            case 0 -> post(ann, ann.encrypted(ofList.key().certificate(), entity(number), false), End.DISTRIBUTED);
            case 1, 2 -> post(bob, bob.encrypted(ofList.certificate(), bob.signed(Technology.SMIME, entity(number))), End.DISTRIBUTED);
            case 3 -> post(ann, ann.plain(text(number)), End.REFUSED);
            case 4 -> post(ann, ann.encrypted(late.key().certificate(), entity(number), true), End.REFUSED);
            case 5 -> new Post(ANN, REQUEST, ann.message(REQUEST, "...", ann.encrypted(ofList.key().certificate(), command(number), true)), End.DONE);
            default -> post(ann, ann.encrypted(ofList.key().certificate(), entity(number), true), End.DISTRIBUTED);
        };
    }

    private static Post post(Author author, byte[] content, End end) {
        return new Post(author.address(), LIST, author.message(LIST, "...", content), end);
    }

    private byte[] command(int number) {
        return ("Content-Type: text/plain; charset=utf-8; hp=\"cipher\"\r\n" + InsideOnly.lines(canary, REQUEST) + "\r\nlist: " + LIST + "\r\nresend-encrypted " + OUTSIDER + "\r\n\r\n" + text(number)).getBytes(US_ASCII);
    }

    private byte[] entity(int number) {
        return ("Content-Type: text/plain; charset=utf-8; hp=\"cipher\"\r\n" + InsideOnly.lines(canary, LIST) + "\r\n" + text(number)).getBytes(US_ASCII);
    }

    private String text(int number) {
        var text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            text.append("Post ").append(number).append(" line ").append(line).append(" sings ").append(canary).append(".\r\n");
        }
        return text.toString();
    }

    String canary() {
        return canary;
    }

    /// For the canary, and for the secrets of the list and the site.
    PlaintextSearch search() {
        List<byte[]> all = new ArrayList<>(secretsOfSite);
        all.addAll(List.of(canary.getBytes(US_ASCII), secretOfOpenPgp(), secretOfSmime()));
        return new PlaintextSearch(all);
    }

    /// The first octets that stand in the secret key alone, wherever one begins to look.
    private byte[] secretOfOpenPgp() {
        String open = new String(ofList.key().certificate().encoded(), ISO_8859_1);
        String secret = new String(ofList.key().encoded().reveal(), ISO_8859_1);
        int at = 0;
        while (!isOnlySecret(secret.substring(at, at + EVIDENT), open)) {
            at++;
        }
        return secret.substring(at, at + EVIDENT).getBytes(ISO_8859_1);
    }

    private static boolean isOnlySecret(String piece, String open) {
        for (int at = 0; at + 4 <= piece.length(); at++) {
            if (open.contains(piece.substring(at, at + 4))) {
                return false;
            }
        }
        return true;
    }

    /// Behind version, modulus and public exponent of a key with 2,048 bits stands the private exponent.
    private byte[] secretOfSmime() {
        String pem = new String(ofList.secret(), US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        return Arrays.copyOfRange(der, 400, 400 + EVIDENT);
    }

    /// Lower-case letters and digits: no encoding of mail changes them.
    private static String newCanary() {
        byte[] octets = new byte[16];
        RANDOM.nextBytes(octets);
        return "canary" + HexFormat.of().formatHex(octets);
    }
}

package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;

/// A list with a key, an owner and a member with theirs, and one keyring with the secrets of all people.
final class SealedSite implements AutoCloseable {
    static final String OWNER = "owner@example.com";
    static final String ANNA = "a@example.net";
    static final String LIST = "talk@lists.example.org";
    static final String REQUEST = "talk-request@lists.example.org";
    static final String TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    final Site site;
    final Gpg gpg = Gpg.start();
    final MailingList talk;
    private int asked; // else two that are the same within a second have the same signature, which counts once

    SealedSite(String... settings) throws IOException {
        site = Site.start(settings);
        talk = site.openList("talk", ANNA);
        site.add(talk, OWNER, Role.OWNER);
        site.administration().keys().generate(Site.CALLER, talk, ListKeyDesk.Kind.ED25519);
        gpg.run(site.administration().keys().export(talk, ListKeyDesk.Which.of(Technology.OPENPGP)), "--import");
        person(OWNER, talk);
        person(ANNA, talk);
    }

    void person(String address, MailingList list) {
        gpg.generate("<" + address + ">", "2y");
        install(address, list);
    }

    void install(String address, MailingList list) {
        site.administration().keys().install(Site.CALLER, list, address, gpg.run(new byte[0], "--armor", "--export", "=<" + address + ">"));
    }

    /// `entity` with its header.
    byte[] sealed(String from, String entity, String... more) {
        List<String> line = new ArrayList<>(List.of("--armor", "--encrypt", "--recipient", LIST));
        line.addAll(List.of(more));
        String armour = new String(gpg.run(entity.getBytes(UTF_8), line.toArray(String[]::new)), UTF_8);
        return Site.message(from, REQUEST, "...", "MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n",
                "--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n"
                        + armour.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n--e--\r\n");
    }

    byte[] signed(String from, String entity) {
        return signed(from, entity, "<" + from + ">");
    }

    /// With a key that GnuPG knows by `key`.
    byte[] signed(String from, String entity, String key) {
        return sealed(from, entity, "--sign", "--local-user", key);
    }

    /// What this person is answered, as it stands inside the encryption.
    String ask(String from, String commands) throws IOException {
        return ask(from, commands, "<" + from + ">");
    }

    String ask(String from, String commands, String key) throws IOException {
        int before = sealedTo(from).size();
        Site.receipt(site.post(from, REQUEST, signed(from, "X-Asked: " + asked++ + "\r\n" + TEXT + commands.replace("\n", "\r\n"), key)));
        Site.await(() -> sealedTo(from).stream().skip(before).map(this::opened).anyMatch(SealedSite::isAnswer));
        return sealedTo(from).stream().skip(before).map(this::opened).filter(SealedSite::isAnswer).findFirst().orElseThrow();
    }

    /// And no challenge of a key, which comes beside it.
    private static boolean isAnswer(String text) {
        return text.contains("\n> ");
    }

    List<SmtpSink.Message> sealedTo(String address) {
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(address) && mail.text().contains("BEGIN PGP MESSAGE")).toList();
    }

    String opened(SmtpSink.Message mail) {
        String text = mail.text();
        byte[] blob = text.substring(text.indexOf("-----BEGIN PGP MESSAGE"), text.indexOf("-----END PGP MESSAGE") + 27).getBytes(UTF_8);
        return new String(gpg.run(blob, "--decrypt"), UTF_8).replace("\r\n", "\n");
    }

    @Override
    public void close() throws IOException {
        gpg.close();
        site.close();
    }

    /// The words without the line ends that our letters put between them.
    static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /// A file that an answer brings along.
    static Part file(String answer, String name) {
        Message inside = Message.parse(answer.replace("\n", "\r\n").getBytes(UTF_8)).orThrow();
        return leaves(inside.root()).filter(part -> part.filename().filter(name::equals).isPresent()).findFirst().orElseThrow();
    }

    static Stream<Part> leaves(Part part) {
        return part.parts().isEmpty() ? Stream.of(part) : part.parts().stream().flatMap(SealedSite::leaves);
    }
}

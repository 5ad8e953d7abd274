package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.chancery.administration.KeyAdministration;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An encrypted list gets another primary key, as its members see it.
class PrimaryRotationTest {
    private static final ListKeyDesk.Which OPENPGP = ListKeyDesk.Which.of(Technology.OPENPGP);
    private static final String ANN = "ann@example.net";
    private static final String KAY = "kay@example.net"; // without a key: what she gets stands in clear
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name) {
        MailingList list = readers.list(name, "encrypted");
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, KAY);
        return list;
    }

    private static KeyAdministration keys() {
        return site.administration().keys();
    }

    private static String fingerprint(byte[] key) {
        return Readers.certificate(key).fingerprint();
    }

    /// The keys in a mail whose files are in clear.
    private static byte[] files(Part part) throws IOException {
        var all = new ByteArrayOutputStream();
        if (part.type().is("application", "pgp-keys")) {
            all.writeBytes(part.decoded().readAllBytes());
        }
        for (Part child : part.parts()) {
            all.writeBytes(files(child));
        }
        return all.toByteArray();
    }

    private static String sigs(Gpg gpg) {
        return new String(gpg.run(new byte[0], "--with-colons", "--check-sigs"), UTF_8);
    }

    @Test
    void members_who_have_the_old_key_alone_can_verify_the_announcement_and_follow_to_the_new_one() throws IOException {
        MailingList list = list("succeeded");
        byte[] before = readers.listKey(list, Technology.OPENPGP);
        String old = fingerprint(before);
        KeyAdministration.Replaced replaced = keys().rotatePrimary(Site.CALLER, list, OPENPGP, Optional.empty());
        assertThat(replaced.told()).isEqualTo(2);
        String fresh = replaced.key().fingerprint();
        Message told = site.mail(KAY, list.address() + ": the key of the list");
        String words = new String(told.toByteArray(), UTF_8);
        assertThat(words).contains(String.join(" ", fresh.split("(?<=\\G.{4})"))).contains("succeeded.asc", "succeeded-before.asc").containsPattern("takes the place of this one[^:]*:\\s+" + String.join(" ", old.split("(?<=\\G.{4})")));
        try (Gpg gpg = Gpg.start()) {
            gpg.run(before, "--import");
            Part covered = told.root().parts().getFirst();
            assertThat(gpg.verifies(told.root().parts().getLast(), covered.toByteArray())).contains("GOODSIG").doesNotContain("NO_PUBKEY", "ERRSIG").containsPattern("VALIDSIG .* " + old);
            gpg.run(files(covered), "--import");
            assertThat(sigs(gpg).lines().filter(line -> line.startsWith("sig:!:") && line.contains(":" + old.substring(24) + ":") && line.contains(":13x:")).count()).as("its own, and on the new one").isEqualTo(6);
            assertThat(sigs(gpg).lines().filter(line -> line.startsWith("sig:!:") && line.contains(":" + fresh.substring(24) + ":") && line.contains(":13x:")).count()).isEqualTo(6);
        }
        Site.await(() -> sealed(list).isPresent());
        readers.gpg(list, ANN).run(before, "--import");
        Part inside = readers.decrypted(list, ANN, sealed(list).orElseThrow());
        readers.verified(readers.gpg(list, ANN), inside, list.address().toString(), Readers.certificate(before));
    }

    private static Optional<byte[]> sealed(MailingList list) {
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(ANN) && mail.text().contains("X-Loop: " + list.address()) && mail.text().contains("PGP MESSAGE"))
                .map(mail -> mail.content()).findFirst();
    }

    @Test
    void posts_to_either_key_are_read_and_the_copies_are_signed_by_the_new_one() throws IOException {
        MailingList list = list("both");
        byte[] before = readers.listKey(list, Technology.OPENPGP);
        byte[] late = readers.encrypted(list, Technology.OPENPGP, ANN, "Outer words", "Still to the old key.", true);
        String fresh = keys().rotatePrimary(Site.CALLER, list, OPENPGP, Optional.empty()).key().fingerprint();
        site.post(ANN, list, late);
        byte[] soon = readers.encrypted(list, Technology.OPENPGP, ANN, "Outer words", "To the new key.", true);
        site.post(ANN, list, soon);
        for (String text : List.of("Still to the old key.", "To the new key.")) {
            Site.await(() -> copies(list, text).isPresent());
            Part copy = copies(list, text).orElseThrow();
            readers.verified(readers.gpg(list, ANN), copy, list.address().toString(), readers.certificate(list));
        }
        assertThat(readers.certificate(list).fingerprint()).isEqualTo(fresh).isNotEqualTo(fingerprint(before));

        String old = fingerprint(before);
        keys().revoke(Site.CALLER, list, new ListKeyDesk.Which(Technology.OPENPGP, Optional.of(old)));
        byte[] stolen = readers.message(list, ANN, "Outer words", readers.person(ANN).encrypted(Readers.certificate(before), "To the key that was revoked.", true));
        assertThat(site.post(ANN, list, stolen)).startsWith("550").contains(fresh.substring(36));
        assertThatThrownBy(() -> keys().rotatePrimary(Site.CALLER, list, new ListKeyDesk.Which(Technology.OPENPGP, Optional.of(old)), Optional.empty())).hasMessageContaining("no key to rotate");
    }

    private static Optional<Part> copies(MailingList list, String text) {
        return site.copies(list, ANN).stream().map(copy -> readers.decrypted(list, ANN, copy.content())).filter(part -> new String(part.toByteArray(), UTF_8).contains(text)).findFirst();
    }

    @Test
    void whoever_writes_to_sendkey_gets_the_new_key_with_the_word_of_the_old_one() throws IOException {
        MailingList list = list("sent");
        String old = readers.certificate(list).fingerprint();
        String fresh = keys().rotatePrimary(Site.CALLER, list, OPENPGP, Optional.empty()).key().fingerprint();
        String sendkey = Site.role(list, "-sendkey");
        site.post("una@example.net", sendkey, Site.message("una@example.net", sendkey, "key", "", "please\r\n"));
        Message answer = site.mail("una@example.net", "The key of " + list.address());
        try (Gpg gpg = Gpg.start()) {
            gpg.run(files(answer.root()), "--import");
            assertThat(sigs(gpg)).contains("fpr:::::::::" + fresh).contains("fpr:::::::::" + old);
            assertThat(sigs(gpg).lines().filter(line -> line.startsWith("sig:!:") && line.contains(":" + old.substring(24) + ":") && line.contains(":13x:")).count()).isEqualTo(6);
            assertThat(gpg.verifies(answer.root().parts().getLast(), answer.root().parts().getFirst().toByteArray())).containsPattern("VALIDSIG .* " + fresh);
        }
    }
}

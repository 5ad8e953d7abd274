package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.journey.SealedSite.ANNA;
import static org.chancery.journey.SealedSite.LIST;
import static org.chancery.journey.SealedSite.OWNER;
import static org.chancery.journey.SealedSite.REQUEST;
import static org.chancery.journey.SealedSite.TEXT;
import static org.chancery.journey.SealedSite.file;
import static org.chancery.journey.SealedSite.leaves;
import static org.chancery.journey.SealedSite.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.chancery.keyring.MemberKey;
import org.chancery.kit.SmtpSink;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.junit.jupiter.api.Test;

/// Commands in mail that GnuPG encrypted to a list and signed, and answers that only GnuPG can read.
class KeywordsTest {
    private static final String OUTSIDER = "out@example.edu";

    @Test
    void an_owner_asks_and_is_answered_encrypted_and_signed_by_the_list() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String answer = world.ask(OWNER, "list: " + LIST + "\nmembers\nsubscribe new@example.net\nkey list\n\n");
            assertThat(words(answer)).contains(ANNA + " openpgp " + world.gpg.fingerprint("<" + ANNA + ">"))
                    .contains("new@example.net is a member now")
                    .contains(OWNER + " openpgp " + world.gpg.fingerprint("<" + OWNER + ">") + " active")
                    .contains("multipart/signed").contains("BEGIN PGP SIGNATURE");
            SmtpSink.Message mail = world.sealedTo(OWNER).getLast();
            assertThat(mail.text()).contains("Subject: [...]").doesNotContain("new@example.net");
            Message inside = Message.parse(answer.replace("\n", "\r\n").getBytes(UTF_8)).orThrow();
            List<Part> parts = inside.root().parts();
            assertThat(world.gpg.verifies(parts.get(1), parts.getFirst().toByteArray())).contains("GOODSIG").contains("talk");
            assertThat(words(world.ask(OWNER, "x-list-name: " + LIST + "\nx-unsubscribe: new@example.net\nx-list-subscriptions: new@\n\n")))
                    .contains("new@example.net is no member any more").contains("None.");
        }
    }

    @Test
    void a_directory_is_asked_behind_the_mail_and_what_it_said_follows() throws IOException {
        try (SealedSite world = new SealedSite("keys.wkd=on")) {
            world.ask(OWNER, "list: " + LIST + "\nkey fetch " + ANNA + "\nkey fetch stranger@example.net\n\n");
            Site.await(() -> world.sealedTo(OWNER).size() == 2); // in either order: they are two mails
            assertThat(world.sealedTo(OWNER).stream().map(mail -> words(world.opened(mail))))
                    .anySatisfy(first -> assertThat(first).contains("Servers that have keys are being asked for that of " + ANNA + ".").contains("stranger@example.net is no member of this list"))
                    .anySatisfy(second -> assertThat(second).contains("The domain example.net has no Web Key Directory."));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nx-fetch-key: " + OWNER + "\n\n"))).contains("> key fetch").doesNotContain("are being asked");
        }
        try (SealedSite world = new SealedSite()) {
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nkey fetch " + ANNA + "\n\n"))).contains("This site asks no Web Key Directories");
        }
    }

    @Test
    void a_mail_counts_once_and_for_its_list_only() throws IOException {
        try (SealedSite world = new SealedSite()) {
            byte[] mail = world.signed(OWNER, TEXT + "list: " + LIST + "\r\nsubscribe new@example.net\r\n\r\n");
            Site.receipt(world.site.post(OWNER, REQUEST, mail));
            Site.await(() -> world.sealedTo(OWNER).size() == 1);
            world.site.administration().members().remove(Site.CALLER, world.talk, "new@example.net", Role.MEMBER);
            byte[] again = new String(mail, UTF_8).replace("Message-ID: <", "Message-ID: <again.").getBytes(UTF_8);
            assertThat(world.site.post(OWNER, REQUEST, again)).startsWith("550 5.7.1").contains("once only");

            assertThat(words(world.ask(OWNER, "list: other@lists.example.org\nsubscribe new@example.net\n\n"))).contains("nothing was done").contains("came to " + LIST);
            assertThat(words(world.ask(OWNER, "subscribe new@example.net\n\n"))).contains("nothing was done").contains("name the list");
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nsubscribe new@example.net\nfrobnicate\n\n"))).contains("nothing was done").contains("Line 3");
            List<String> members = new ArrayList<>();
            world.site.administration().members().each(world.talk, Optional.of(Role.MEMBER), member -> members.add(member.address().toString()));
            assertThat(members).containsExactly(ANNA);
        }
    }

    @Test
    void nothing_is_done_or_answered_without_a_good_signature_of_somebody_with_a_role() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.site.settle();
            List<SmtpSink.Message> before = world.site.sink().messages();
            String commands = TEXT + "list: " + LIST + "\r\nsubscribe new@example.net\r\n\r\n";
            assertThat(world.site.post(OWNER, REQUEST, world.sealed(OWNER, commands))).as("unsigned").startsWith("550 5.7.1");
            assertThat(world.site.post(OWNER, REQUEST, world.sealed(OWNER, commands, "--sign", "--local-user", "<" + ANNA + ">"))).as("another's key").startsWith("550 5.7.1");
            world.gpg.generate("<" + OUTSIDER + ">", "2y");
            assertThat(world.site.post(OUTSIDER, REQUEST, world.signed(OUTSIDER, commands))).as("an outsider").startsWith("550 5.7.1");
            assertThat(world.site.post(OWNER, REQUEST, world.signed(OWNER, commands).clone())).as("the same by the owner").startsWith("250");
            Site.await(() -> !world.sealedTo(OWNER).isEmpty());
            assertThat(world.site.sink().messages().stream().skip(before.size())).isNotEmpty().allMatch(mail -> mail.text().contains("BEGIN PGP MESSAGE") || mail.recipients().contains("new@example.net"));
        }
    }

    @Test
    void a_member_does_what_is_harmless_and_no_more() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String answer = world.ask(ANNA, "list: " + LIST + "\nsubscribe new@example.net\nmembers\nkey get " + OWNER + "\nkey get\nresend " + OUTSIDER
                    + "\nsign this\nkey set openpgp\n\nHello\n");
            assertThat(words(answer).split("may not", -1)).as("subscribe, members, the key of another, resend, sign").hasSize(6);
            assertThat(words(answer)).contains("Copies come in openpgp");
            assertThat(new String(file(answer, "talk.asc").decoded().readAllBytes(), UTF_8)).contains("BEGIN PGP PUBLIC KEY BLOCK");
            world.site.settle();
            assertThat(world.site.sink().messages()).noneMatch(mail -> mail.recipients().contains(OUTSIDER));
            world.site.set(world.talk, Map.of("leave_policy", "moderate"));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nunsubscribe\n\n"))).contains("Moderators decide about that");
            world.site.set(world.site.administration().lists().require(LIST), Map.of("leave_policy", "confirm"));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nunsubscribe " + ANNA + "\n\n"))).contains("You are no member any more");
        }
    }

    @Test
    void what_is_resent_comes_from_the_list_with_nothing_of_the_member() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.person(OUTSIDER, world.talk);
            String entity = "Content-Type: multipart/mixed; boundary=m; protected-headers=\"v1\"\r\nSubject: Our offer\r\nFrom: Anna Secret <" + OWNER + ">\r\n\r\n--m\r\n"
                    + "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nlist: " + LIST
                    + "\r\nresend-encrypted " + OUTSIDER + " nokey@example.edu\r\nresend-unencrypted clear@example.edu\r\nattach-list-key\r\n\r\nDear all,\r\n\r\nGr\u00fc\u00dfe\r\n"
                    + "--a\r\nContent-Type: text/html\r\n\r\n<p>resend-encrypted in html</p>\r\n--a--\r\n--m\r\n"
                    + "Content-Type: application/pdf; name=\"offer.pdf\"\r\nContent-Disposition: attachment; filename=\"offer.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nUERG\r\n--m\r\n"
                    + "Content-Type: application/pgp-keys; name=\"mine.asc\"\r\n\r\nmy key\r\n--m--\r\n";
            Site.receipt(world.site.post(OWNER, REQUEST, world.signed(OWNER, entity)));
            Site.await(() -> !world.sealedTo(OWNER).isEmpty());
            world.site.settle();
            assertThat(words(world.opened(world.sealedTo(OWNER).getLast()))).contains(OUTSIDER + ": sent, encrypted").contains("nokey@example.edu: not sent").contains("clear@example.edu: sent in clear");
            assertThat(world.site.sink().messages()).noneMatch(mail -> mail.recipients().contains("nokey@example.edu"));

            SmtpSink.Message clear = world.site.copies("clear@example.edu", 1).getFirst();
            String secret = world.opened(world.sealedTo(OUTSIDER).getLast());
            assertThat(world.sealedTo(OUTSIDER).getLast().text()).doesNotContain(OWNER).doesNotContain("Our offer").contains("From: ").contains(LIST);
            for (String shown : List.of(clear.text(), secret)) {
                assertThat(shown).contains("Our offer").contains("Dear all,").contains("offer.pdf").contains("UERG").contains("application/pgp-keys").contains("talk.asc")
                        .doesNotContain(OWNER).doesNotContain("Anna Secret").doesNotContain("resend").doesNotContain("in html").doesNotContain("my key");
            }
            assertThat(clear.text()).contains("To: clear@example.edu").doesNotContain(OUTSIDER).contains("multipart/signed");
            Message read = Site.read(clear);
            assertThat(world.gpg.verifies(read.root().parts().get(1), read.root().parts().getFirst().toByteArray())).contains("GOODSIG");
        }
    }

    @Test
    void members_see_what_was_resent_to_whom_and_by_whose_signature() throws IOException {
        try (SealedSite world = new SealedSite()) {
            Map<String, String> settings = Map.of("gpg_distrib_encrypt", "force", "gpg_distrib_sign", "yes", "subject_prefix_out", "[sent]");
            world.site.set(world.talk, settings);
            int signedByOwner = 1;
            world.ask(OWNER, "list: " + LIST + "\nresend-unencrypted " + OUTSIDER + "\nresend-encrypted nokey@example.edu\n\nWhat we offer.\n");
            Site.await(() -> world.sealedTo(ANNA).size() == signedByOwner);
            String copy = world.opened(world.sealedTo(ANNA).getFirst());
            assertThat(words(copy)).contains("Resent: " + OUTSIDER + ": sent in clear").contains("Subject: [sent] ...").contains("What we offer.").contains("resend-unencrypted " + OUTSIDER)
                    .contains("nokey@example.edu: not sent").contains("To: " + LIST).doesNotContain("To: " + REQUEST).contains("Author-Signature: good");
            assertThat(world.sealedTo(ANNA).getFirst().text()).contains("[...]").doesNotContain("To: " + REQUEST).doesNotContain(OUTSIDER);
            Message inside = Message.parse(copy.replace("\n", "\r\n").getBytes(UTF_8)).orThrow();
            Part author = leaves(inside.root()).filter(part -> part.text().contains("What we offer.")).findFirst().orElseThrow();
            List<Part> signatures = leaves(inside.root()).filter(part -> part.type().is("application", "pgp-signature")).toList();
            assertThat(world.gpg.verifies(signatures.getFirst(), author.toByteArray())).contains("GOODSIG").contains(OWNER);

            world.ask(OWNER, "list: " + LIST + "\nresend-unencrypted " + OUTSIDER + "\nmembers\n\nBeside another command.\n");
            world.ask(OWNER, "list: " + LIST + "\nresend-encrypted nokey@example.edu\n\nSent to nobody.\n");
            world.site.set(world.site.administration().lists().require(LIST), Map.of("resend_copies", "false"));
            world.ask(OWNER, "list: " + LIST + "\nresend-unencrypted " + OUTSIDER + "\n\nNot to be shown.\n");
            world.site.settle();
            assertThat(world.sealedTo(ANNA)).hasSize(signedByOwner);
        }
    }

    @Test
    void what_is_resent_bears_the_prefix_once_and_the_footer_of_the_list() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.person(OUTSIDER, world.talk);
            world.site.set(world.talk, Map.of("resend_prefix", "[office]", "resend_footer", "Answers are read by all of us.\n"));
            for (String subject : List.of("Our offer", "Re: [Office] Our offer")) {
                String entity = "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\r\nSubject: " + subject + "\r\n\r\nlist: " + LIST
                        + "\r\nresend-encrypted " + OUTSIDER + "\r\nresend-unencrypted clear@example.edu\r\n\r\nDear all,\r\n";
                Site.receipt(world.site.post(OWNER, REQUEST, world.signed(OWNER, entity)));
            }
            List<SmtpSink.Message> clear = world.site.copies("clear@example.edu", 2);
            Site.await(() -> world.sealedTo(OUTSIDER).size() == 2);
            List<String> secret = world.sealedTo(OUTSIDER).stream().map(world::opened).toList();
            assertThat(Stream.concat(clear.stream().map(SmtpSink.Message::text), secret.stream()))
                    .allSatisfy(text -> assertThat(text.replace("\r\n", "\n")).contains("Dear all,\n\nAnswers are read by all of us.\n"))
                    .satisfiesExactlyInAnyOrder(subject("[office] Our offer"), subject("Re: [Office] Our offer"), subject("[office] Our offer"), subject("Re: [Office] Our offer"));
            assertThat(world.sealedTo(OUTSIDER)).noneMatch(mail -> mail.text().contains("office"));
        }
    }

    private static ThrowingConsumer<String> subject(String subject) {
        return text -> assertThat(text.replace("\r\n", "\n")).contains("\nSubject: " + subject + "\n");
    }

    @Test
    void whoever_commands_is_told_which_server_it_is() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String build = Files.readString(Path.of("pom.xml"));
            String version = build.substring(build.indexOf("<version>") + 9, build.indexOf("</version>"));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nx-get-version\n\n"))).contains("> version chancery " + version);
        }
    }

    @Test
    void members_resend_where_the_list_lets_them_and_in_clear_only_where_it_says_so() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.site.set(world.talk, Map.of("members_resend", "true"));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nresend-cc x@example.edu y@example.edu\n\nHello\n"))).contains("x@example.edu: not sent");
            world.site.set(world.talk, Map.of("members_resend", "true", "allow_plaintext_out", "true"));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nresend-cc x@example.edu y@example.edu\n\nHello again\n"))).contains("x@example.edu: sent in clear");
            assertThat(world.site.copies("x@example.edu", 1).getFirst().text()).contains("Cc: x@example.edu, y@example.edu");
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nsign this\n\nHello\n"))).contains("may not");
        }
    }

    @Test
    void the_list_signs_texts_and_files() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String answer = world.ask(OWNER, "list: " + LIST + "\nsign this\n\nWe meet at noon.\n");
            byte[] text = file(answer, "signed.txt").decoded().readAllBytes();
            assertThat(new String(world.gpg.run(text, "--decrypt"), UTF_8)).contains("We meet at noon.");

            String entity = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n" + TEXT + "list: " + LIST + "\r\nx-sign-this\r\n--m\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"a.tar\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC/w==\r\n--m--\r\n";
            Site.receipt(world.site.post(OWNER, REQUEST, world.signed(OWNER, entity)));
            Site.await(() -> world.sealedTo(OWNER).size() == 2);
            Part signature = file(world.opened(world.sealedTo(OWNER).getLast()), "a.tar.asc");
            assertThat(world.gpg.verifies(signature, new byte[] {0, 1, 2, (byte) 255})).contains("GOODSIG");
        }
    }

    @Test
    void a_key_handed_in_by_an_owner_counts_when_its_holder_proves_it() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.gpg.generate("<" + OUTSIDER + ">", "2y");
            String key = new String(world.gpg.run(new byte[0], "--armor", "--export", "=<" + OUTSIDER + ">"), UTF_8);
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nkey add " + OUTSIDER + "\n\n" + key))).contains("encrypted to this key");
            assertThat(world.opened(world.sealedTo(OUTSIDER).getFirst())).contains("talk-confirm+");
            assertThat(world.site.administration().keys().ofMember(Site.CALLER, world.talk, OUTSIDER)).extracting(MemberKey::state).containsExactly(MemberKey.State.PENDING);
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nkey add " + OUTSIDER + "\n\n" + key))).contains("may not");
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nkey revoke " + ANNA + "\n\n"))).contains("Used no more: " + world.gpg.fingerprint("<" + ANNA + ">"));
            assertThat(world.site.post(ANNA, REQUEST, world.signed(ANNA, TEXT + "list: " + LIST + "\r\nhelp\r\n"))).startsWith("550");
        }
    }

    private static String confirmations(SealedSite world, String address) {
        world.site.settle();
        return String.join("\n", world.site.sink().messages().stream().filter(mail -> mail.recipients().contains(address)).map(SmtpSink.Message::text).toList());
    }

    @Test
    void who_has_no_key_here_joins_and_hands_one_in_by_encrypted_mail_as_in_clear() throws IOException {
        try (SealedSite world = new SealedSite()) {
            Site.receipt(world.site.post(OUTSIDER, REQUEST, world.sealed(OUTSIDER, TEXT + "join\r\n")));
            assertThat(world.site.mail(OUTSIDER, "confirm").toByteArray()).asString(UTF_8).contains("talk-confirm+");

            world.gpg.generate("<" + OUTSIDER + ">", "2y");
            String key = new String(world.gpg.run(new byte[0], "--armor", "--export", "=<" + OUTSIDER + ">"), UTF_8).replace("\r\n", "\n").replace("\n", "\r\n");
            String entity = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n" + TEXT + "key\r\n--m\r\nContent-Type: application/pgp-keys; name=\"mine.asc\"\r\n\r\n" + key + "\r\n--m--\r\n";
            world.site.add(world.talk, OUTSIDER, Role.MEMBER);
            Site.receipt(world.site.post(OUTSIDER, REQUEST, world.signed(OUTSIDER, entity)));
            Site.await(() -> !world.sealedTo(OUTSIDER).isEmpty());
            assertThat(world.opened(world.sealedTo(OUTSIDER).getFirst())).as("a challenge that only this key opens").contains("talk-confirm+");
            assertThat(world.site.administration().keys().ofMember(Site.CALLER, world.talk, OUTSIDER)).extracting(MemberKey::state).containsExactly(MemberKey.State.PENDING);
        }
    }

    @Test
    void a_stranger_who_sends_what_others_wrote_learns_nothing() throws IOException {
        try (SealedSite world = new SealedSite()) {
            assertThat(world.site.post(OUTSIDER, REQUEST, world.sealed(OUTSIDER, TEXT + "help\r\n", "--sign", "--local-user", "<" + ANNA + ">"))).as("of a member").startsWith("550 5.7.1");
            assertThat(world.site.post(OUTSIDER, REQUEST, world.sealed(OUTSIDER, TEXT + "Dear owners, this is no command.\r\n"))).as("a letter").startsWith("550 5.7.1");
            assertThat(confirmations(world, OUTSIDER)).isEmpty();
            assertThat(confirmations(world, ANNA)).doesNotContain("PGP MESSAGE");
        }
    }

    @Test
    void answers_come_in_the_language_of_the_list_or_of_the_member() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.site.set(world.talk, Map.of("language", "de"));
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nmembers nobody\nkey list nobody@example.net\nkey get nobody@example.net\nresend-unencrypted x@example.edu\n\nHello\n")))
                    .contains("Keine.").contains("Es gibt keinen Schl").contains("x@example.edu: im Klartext gesendet");
            assertThat(words(world.ask(OWNER, "list: " + LIST + "\nfrobnicate\n\n"))).contains("nichts wurde getan").contains("Zeile 2 wurde nicht verstanden");
            world.site.administration().members().set(Site.CALLER, world.talk, ANNA, Role.MEMBER,
                    new org.chancery.administration.MemberAdministration.Wish(Map.of(org.chancery.list.Choice.LANGUAGE, "es"), Optional.empty(), Optional.empty()));
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nkey list nobody@example.net\nkey set openpgp\n\n"))).contains("Las copias llegan en openpgp");
        }
    }
}

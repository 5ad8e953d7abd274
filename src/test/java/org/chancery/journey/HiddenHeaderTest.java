package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chancery.kit.Author;
import org.chancery.kit.InsideOnly;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// T10: what an author put into the header inside his encryption stands outside no copy, to whomever it goes: members, moderators, owners; and all of it
/// inside.
class HiddenHeaderTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String OWEN = "owen@example.net";
    private static final String CANARY = "sparrow77ac1";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name, Map<String, String> settings) {
        MailingList list = readers.list(name, "encrypted");
        site.set(list, settings);
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        site.add(list, OWEN, Role.OWNER);
        readers.keys(list, OWEN, Technology.OPENPGP);
        return site.administration().lists().require(list.address().toString());
    }

    private static byte[] mail(MailingList list, String to, Technology technology, boolean isSigned) {
        byte[] ofList = readers.listKey(list, technology);
        byte[] entity = ("Content-Type: text/plain; charset=utf-8; hp=\"cipher\"\r\n" + InsideOnly.lines(CANARY, to) + "\r\nThe text " + CANARY + ".\r\n").getBytes(UTF_8);
        Author ann = readers.person(ANN);
        return ann.message(to, "[...]", switch (technology) {
            case OPENPGP -> ann.encrypted(Readers.certificate(ofList), entity, isSigned);
            case SMIME -> ann.encrypted(ofList, isSigned ? ann.signed(Technology.SMIME, entity) : entity);
        });
    }

    private static void isHiddenAndInside(SmtpSink.Message mail, String inside, String shownTo) {
        assertThat(mail.text()).as(shownTo).doesNotContain(CANARY).contains("Subject: [...]");
        assertThat(Site.read(mail).headers().all()).as(shownTo).extracting(Header::text).noneMatch(text -> text.contains(CANARY));
        InsideOnly.fields(CANARY, "").keySet().forEach(name -> assertThat(inside.lines()).as(shownTo + ": " + name).anyMatch(line -> line.startsWith(name + ": ")));
        assertThat(inside).contains("To: To " + CANARY).contains("Reply-To: Answers " + CANARY).contains("The text " + CANARY).contains("HP-Outer: Subject: [...]");
    }

    private static String unfolded(String entity) {
        return entity.replace("=\r\n", "").replaceAll("\r\n[ \t]", " ");
    }

    private static void membersReadIt(MailingList list) {
        Site.await(() -> site.copies(list, ANN).size() == 1 && site.copies(list, BOB).size() == 1);
        SmtpSink.Message toAnn = site.copies(list, ANN).getFirst();
        SmtpSink.Message toBob = site.copies(list, BOB).getFirst();
        isHiddenAndInside(toAnn, unfolded(readers.decryptedText(list, ANN, toAnn.content())), "a member by OpenPGP");
        String inside = unfolded(readers.decryptedText(BOB, toBob.content()));
        isHiddenAndInside(toBob, inside, "a member by S/MIME");
        Message outer = Site.read(toAnn);
        assertThat(site.header(outer, "To")).as("as it stood outside").contains("<" + list.address() + ">");
        assertThat(site.header(outer, "Date")).contains("Sun, 29 Nov 2026 12:00:00 +0000");
        assertThat(site.header(outer, "Reply-To")).as("answers of programs that see no more reach the author").contains(ANN);
        assertThat(List.of("Cc", "In-Reply-To", "References", "Comments", "Keywords", "Thread-Topic")).allMatch(name -> site.header(outer, name).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void no_field_of_the_inside_stands_outside_the_copies_for_members(Technology technology) throws IOException {
        MailingList list = list("hide-" + technology.word(), Map.of());
        Site.receipt(site.post(ANN, list.address().toString(), mail(list, list.address().toString(), technology, true)));
        membersReadIt(list);
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.text().contains(CANARY));
    }

    @ParameterizedTest
    @EnumSource
    void nor_what_moderators_get_and_the_copies_once_they_accept(Technology technology) throws IOException {
        MailingList list = list("held-" + technology.word(), Map.of("gpg_post_sign", "yes", "smime_post_sign", "yes", "hold_notice", "sealed"));
        Site.receipt(site.post(ANN, list.address().toString(), mail(list, list.address().toString(), technology, false)));
        Site.await(() -> notices(list).size() == 1);
        Message notice = Site.read(notices(list).getFirst());
        assertThat(readers.decryptedText(list, OWEN, notice.toByteArray())).as("shown to him inside").contains(CANARY);
        site.post(OWEN, site.replyTo(notice), Site.message(OWEN, site.replyTo(notice), "Re: a post waits", "", "accept\r\n"));
        membersReadIt(list);
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.text().contains(CANARY));
    }

    private static List<SmtpSink.Message> notices(MailingList list) {
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(OWEN) && mail.text().contains(list.address().localPart()) && mail.text().contains("BEGIN PGP MESSAGE")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void nor_mail_to_the_owners(Technology technology) throws IOException {
        MailingList list = list("write-" + technology.word(), Map.of());
        String owners = Site.role(list, "-owner");
        Site.receipt(site.post(ANN, owners, mail(list, owners, technology, true)));
        Site.await(() -> notices(list).size() == 1);
        SmtpSink.Message toOwen = notices(list).getFirst();
        isHiddenAndInside(toOwen, unfolded(readers.decryptedText(list, OWEN, toOwen.content())), "an owner");
        assertThat(site.header(Site.read(toOwen), "Reply-To")).contains(ANN);
        assertThat(site.sink().messages()).noneMatch(mail -> mail.text().contains(CANARY));
    }

    @Test
    void a_copy_of_the_subject_that_came_in_clear_stands_inside_sealed_copies_only() throws IOException {
        MailingList list = readers.list("outlook", "encrypted-copies");
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB);
        site.post(ANN, list.address().toString(), Site.message(ANN, list.address().toString(), "Re: Layoffs", "Thread-Topic: Layoffs\r\nThread-Index: AQHb\r\n", "In May.\r\n"));
        Site.await(() -> site.copies(list, ANN).size() == 1 && site.copies(list, BOB).size() == 1);
        SmtpSink.Message sealed = site.copies(list, ANN).getFirst();
        assertThat(sealed.text()).doesNotContain("Layoffs").contains("Thread-Index: AQHb");
        assertThat(readers.decryptedText(list, ANN, sealed.content())).contains("Thread-Topic: Layoffs\r\n").doesNotContain("HP-Outer: Thread-Topic");
        assertThat(site.copies(list, BOB).getFirst().text()).as("a copy in clear is what was written").contains("Thread-Topic: Layoffs");
    }
}

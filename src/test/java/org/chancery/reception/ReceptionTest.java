package org.chancery.reception;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Envelope.Recipient;
import org.chancery.smtp.Deadline;
import org.chancery.smtp.SmtpReply;
import org.chancery.smtp.SmtpSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What each recipient is told at RCPT, and which may share a transaction.
class ReceptionTest {
    private static final MailFrom ANN = MailFrom.of(Address.of("ann@example.net"));
    private static final String MESSAGE_ID = "1@example.net";
    private static final MailFrom NULL = MailFrom.nullSender();
    private final ReceptionSite site = new ReceptionSite();
    private final MailingList talk = site.list("talk");

    @AfterEach
    void close() {
        site.close();
    }

    private static SmtpSession session(SmtpSession.Kind kind, String... login) {
        return new SmtpSession("s", kind, InetAddress.getLoopbackAddress(), "host.example.net", Optional.empty(), Stream.of(login).findFirst(), Optional.empty());
    }

    private static Recipient to(String local) {
        return Recipient.of(Address.of(local.contains("@") ? local : local + "@lists.example.org"));
    }

    private SmtpReply rcpt(MailFrom from, String recipient, String... soFar) {
        return site.reception.recipient(session(SmtpSession.Kind.MX), from, Stream.of(soFar).map(ReceptionTest::to).toList(), to(recipient));
    }

    private List<SmtpReply> message(SmtpSession.Kind kind, String... recipients) {
        Envelope envelope = new Envelope(ANN, Stream.of(recipients).map(ReceptionTest::to).toList());
        byte[] octets = ("From: ann@example.net\r\nTo: talk@lists.example.org\r\nSubject: Tea\r\nMessage-ID: <" + MESSAGE_ID + ">\r\n\r\nx\r\n").getBytes(US_ASCII);
        return site.reception.message(session(kind), envelope, octets, Deadline.after(Duration.ofSeconds(60)));
    }

    @Test
    void a_closed_list_an_unknown_one_and_one_without_owners_sound_alike() {
        site.store.lists().setState(talk.id(), MailingList.State.CLOSED, site.act());
        SmtpReply unknown = rcpt(ANN, "nobody");
        assertThat(unknown.toString()).contains("550").contains("5.1.1");
        assertThat(rcpt(ANN, "talk")).isEqualTo(unknown);
        assertThat(rcpt(ANN, "talk-owner")).isEqualTo(unknown);
        assertThat(rcpt(ANN, "talk-join")).isEqualTo(unknown);
        assertThat(rcpt(NULL, "talk-bounces+x")).isEqualTo(unknown);
    }

    @Test
    void a_closed_list_still_lets_people_go() {
        site.store.lists().setState(talk.id(), MailingList.State.CLOSED, site.act());
        assertThat(rcpt(ANN, "talk-leave").isPositive()).isTrue();
    }

    @Test
    void owners_are_reached_once_there_are_some() {
        site.add(talk, "owner@example.net", Role.OWNER);
        assertThat(rcpt(ANN, "talk-owner").isPositive()).isTrue();
    }

    @Test
    void nothing_is_relayed() {
        assertThat(rcpt(ANN, "talk@example.net").toString()).contains("550").contains("5.7.1");
        assertThat(rcpt(NULL, "ann@example.net").toString()).contains("550").contains("5.7.1");
    }

    @Test
    void a_bounce_address_without_token_takes_the_null_sender_only() {
        Member member = site.add(talk, "ann@example.net");
        String path = "talk-bounces+" + site.bounces.create(member.number().value(), site.now);
        assertThat(rcpt(NULL, path).isPositive()).isTrue();
        assertThat(rcpt(ANN, path).isPositive()).as("reports of some servers have a sender").isTrue();
        assertThat(rcpt(ANN, "talk-bounces").toString()).contains("550").contains("5.7.1");
    }

    @Test
    void lists_share_a_transaction_and_other_lines_come_apart_for_a_while() {
        site.list("news");
        site.add(talk, "owner@example.net", Role.OWNER);
        assertThat(rcpt(ANN, "news", "talk").isPositive()).isTrue();
        assertThat(rcpt(ANN, "talk-owner", "talk").toString()).contains("452").contains("4.5.3");
        assertThat(rcpt(ANN, "talk-join", "talk").toString()).contains("452").contains("4.5.3");
        assertThat(rcpt(ANN, "nobody", "talk").toString()).as("no second try helps").contains("550");
    }

    @Test
    void who_logged_in_sends_from_his_own_address_or_the_null_sender() {
        SmtpSession ann = session(SmtpSession.Kind.SUBMISSION, "ann@example.net");
        assertThat(site.reception.mail(ann, ANN).isPositive()).isTrue();
        assertThat(site.reception.mail(ann, NULL).isPositive()).isTrue();
        assertThat(site.reception.mail(ann, MailFrom.of(Address.of("bob@example.net"))).toString()).contains("553").contains("5.7.1");
        assertThat(site.reception.mail(session(SmtpSession.Kind.MX), MailFrom.of(Address.of("bob@example.net"))).isPositive()).isTrue();
    }

    @Test
    void lmtp_answers_for_each_recipient_and_smtp_once() {
        site.list("news");
        assertThat(message(SmtpSession.Kind.LMTP, "talk", "news", "talk")).hasSize(3).allMatch(SmtpReply::isPositive);
        assertThat(message(SmtpSession.Kind.MX, "talk", "news")).hasSize(1);
    }

    @Test
    void a_list_that_is_named_twice_gets_the_post_once() {
        message(SmtpSession.Kind.LMTP, "talk", "TALK");
        assertThat(site.store.receipts().byMessageId(MESSAGE_ID)).singleElement()
                .satisfies(receipt -> assertThat(site.store.receipts().posts(receipt.id())).hasSize(1));
    }

    @Test
    void a_list_that_was_closed_since_rcpt_makes_the_sender_come_again_and_stores_nothing() {
        site.list("news");
        site.store.lists().setState(talk.id(), MailingList.State.CLOSED, site.act());
        assertThat(message(SmtpSession.Kind.LMTP, "talk", "news")).allSatisfy(reply -> assertThat(reply.toString()).contains("451").contains("4.3.0"));
        assertThat(site.store.receipts().byMessageId(MESSAGE_ID)).isEmpty();
    }
}

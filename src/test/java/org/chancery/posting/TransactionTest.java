package org.chancery.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.policy.BuiltIns;
import org.chancery.policy.Checks;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;
import org.chancery.policy.Judge;
import org.chancery.policy.PolicyParser;
import org.chancery.sender.Presented;
import org.junit.jupiter.api.Test;

/// What is stored and told when one message meets several lists (authorisation.md section 4.5): every mix, every door.
class TransactionTest {
    private static final ReceiptId ID = new ReceiptId(new UUID(0, 1));
    private static final String SPF_PASSES = "mx.spf-passes.example.net";
    private static final Disposition STORED = new Disposition.Accepted(ID);

    private static Verdict verdict(int number, String policy) {
        MailingList list = new MailingList(new ListId(number), Address.of("l" + number + "@lists.example.org"), "discussion",
                MailingList.State.OPEN, Settings.DEFAULTS, new MailingList.PolicyText(1, policy), Instant.EPOCH);
        Facts facts = Facts.builder().build();
        Decision decision = Judge.decide(BuiltIns.STANDARD, Checks.NONE, PolicyParser.parse(policy).orThrow(), facts);
        return new Verdict(list, Optional.empty(), new Opened(facts), decision, new Order.Memory(false, false), List.of());
    }

    private static Transaction transaction(Session session, String... outcomes) {
        List<Verdict> verdicts = new ArrayList<>();
        for (String outcome : outcomes) {
            verdicts.add(verdict(verdicts.size() + 1, "otherwise " + outcome + "."));
        }
        Envelope envelope = new Envelope(Envelope.MailFrom.of(Address.of("a@example.net")), List.of(Envelope.Recipient.of(Address.of("l1@lists.example.org"))));
        Received received = new Received(ID, Instant.EPOCH, session, envelope, new byte[0]);
        Message message = Message.parse("From: a@example.net\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).orThrow();
        return new Transaction(new Incoming(received, message, evidence(session), new byte[0], outcomes.length, Presented.NOTHING), verdicts, Optional.of("https://lists.example.org"));
    }

    private static List<Evidence> evidence(Session session) {
        List<Evidence> evidence = new ArrayList<>(session.login().<Evidence>map(login -> new Evidence.SmtpAuth(Result.PASS, login, true)).stream().toList());
        if (session.helo().equals(SPF_PASSES)) {
            evidence.add(new Evidence.Spf(Result.PASS, Domain.of("example.net"), Evidence.Spf.Identity.MAIL_FROM, ""));
        }
        return evidence;
    }

    private static Session by(Session.Door door, boolean front, boolean beforeQueue, String... login) {
        return new Session(door, "192.0.2.1", "mx.example.net", Optional.empty(), List.of(login).stream().findFirst(), front, beforeQueue);
    }

    private static final Session PROVED_PATH = new Session(Session.Door.MX, "192.0.2.1", SPF_PASSES, Optional.empty(), Optional.empty(), false, false);
    private static final Session STRANGER = by(Session.Door.MX, false, false);
    private static final Session FRONT = by(Session.Door.MX, true, false);
    private static final Session BEFORE_QUEUE = by(Session.Door.MX, true, true);
    private static final Session LOGIN = by(Session.Door.SUBMISSION, false, false, "a@example.net");
    private static final Session LMTP = by(Session.Door.LMTP, true, false);
    private static final Session LMTP_BEFORE_QUEUE = by(Session.Door.LMTP, true, true);

    private static List<Order.State> states(Transaction transaction) {
        return transaction.orders().stream().map(Order::state).toList();
    }

    @Test
    void each_decision_begins_in_its_state() {
        assertThat(states(transaction(STRANGER, "accept", "hold", "drop", "ask sender to confirm")))
                .containsExactly(Order.State.ACCEPTED, Order.State.HELD, Order.State.DISCARDED, Order.State.HELD);
        assertThat(transaction(STRANGER, "accept", "hold", "drop").dispositions()).containsExactly(STORED, STORED, STORED);
    }

    @Test
    void where_no_list_sends_its_owners_copies_nobody_looks_who_they_are() {
        OwnerCopies asked = _ -> {
            throw new AssertionError("asked");
        };
        Transaction taken = transaction(STRANGER, "accept", "hold", "drop");
        Telling telling = new Telling(HoldNotices.NONE, OutcomeNotices.NONE, asked, Answering.NONE);
        assertThat(telling.notices(taken.incoming(), taken, new Site("lists.example.org", Optional.empty(), InstantSource.system(), new Random(1)))).isEmpty();
    }

    @Test
    void a_reverse_path_that_spf_proves_hears_of_refusals_like_one_who_logged_in() {
        Transaction mixed = transaction(PROVED_PATH, "accept", "refuse \"Two\"");
        assertThat(mixed.dispositions()).containsExactly(STORED, STORED);
        assertThat(mixed.reported()).extracting(verdict -> verdict.list().address().localPart()).containsExactly("l2");
        Session front = new Session(Session.Door.MX, "192.0.2.1", SPF_PASSES, Optional.empty(), Optional.empty(), true, false);
        assertThat(transaction(front, "refuse \"One\"").dispositions()).containsExactly(new Disposition.Refused(550, "5.7.1", "One (rule 1, https://lists.example.org/policy/l1@lists.example.org)"));
    }

    @Test
    void when_all_refuse_nothing_is_stored_and_each_reason_is_told() {
        Transaction all = transaction(STRANGER, "refuse \"One\"", "refuse \"Two\"");
        assertThat(all.orders()).isEmpty();
        assertThat(all.reported()).isEmpty();
        assertThat(all.dispositions()).containsExactly(
                new Disposition.Refused(550, "5.7.1", "One (rule 1, https://lists.example.org/policy/l1@lists.example.org)"), new Disposition.Refused(550, "5.7.1", "Two (rule 1, https://lists.example.org/policy/l2@lists.example.org)"));
    }

    @Test
    void a_stranger_with_a_mixed_transaction_is_refused_as_a_whole() {
        Transaction mixed = transaction(STRANGER, "accept", "refuse \"Two\"");
        assertThat(mixed.orders()).isEmpty();
        assertThat(mixed.dispositions()).containsOnly(new Disposition.Refused(550, "5.7.1",
                "l2@lists.example.org refuses this (rule 1: Two); nothing was sent to the others, send to them separately"));
    }

    @Test
    void who_logged_in_gets_a_report_about_those_that_refuse() {
        Transaction mixed = transaction(LOGIN, "accept", "refuse \"Two\"", "refuse \"Three\"");
        assertThat(states(mixed)).containsExactly(Order.State.ACCEPTED);
        assertThat(mixed.dispositions()).containsExactly(STORED, STORED, STORED);
        assertThat(mixed.reported()).extracting(verdict -> verdict.list().address().localPart()).containsExactly("l2", "l3");
        assertThat(transaction(LOGIN, "refuse \"One\"").dispositions()).containsExactly(new Disposition.Refused(550, "5.7.1", "One (rule 1, https://lists.example.org/policy/l1@lists.example.org)"));
    }

    @Test
    void behind_a_front_a_refusal_is_stored_untold_and_nothing_is_reported() {
        for (Session session : List.of(FRONT, LMTP)) {
            Transaction mixed = transaction(session, "refuse \"One\"", "accept");
            assertThat(states(mixed)).containsExactly(Order.State.REFUSED_UNTOLD, Order.State.ACCEPTED);
            assertThat(mixed.dispositions()).containsExactly(STORED, STORED);
            assertThat(mixed.reported()).isEmpty();
            assertThat(states(transaction(session, "refuse \"One\""))).containsExactly(Order.State.REFUSED_UNTOLD);
        }
    }

    @Test
    void a_front_before_the_queue_is_told_like_a_client() {
        assertThat(transaction(BEFORE_QUEUE, "refuse \"One\"").dispositions()).containsExactly(new Disposition.Refused(550, "5.7.1", "One (rule 1, https://lists.example.org/policy/l1@lists.example.org)"));
        assertThat(transaction(BEFORE_QUEUE, "accept", "refuse \"Two\"").orders()).isEmpty();
    }

    @Test
    void lmtp_before_the_queue_tells_each_list_apart() {
        Transaction mixed = transaction(LMTP_BEFORE_QUEUE, "accept", "refuse \"Two\"");
        assertThat(states(mixed)).containsExactly(Order.State.ACCEPTED);
        assertThat(mixed.dispositions()).containsExactly(STORED, new Disposition.Refused(550, "5.7.1", "Two (rule 1, https://lists.example.org/policy/l2@lists.example.org)"));
    }
}

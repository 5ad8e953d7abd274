package org.chancery.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.delivery.bounce.Standing.State;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.BounceTokens;
import org.chancery.token.OneClickTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of a member whose mail comes back, on a clock that is moved by hand.
class BounceDeskTest {
    private static final BounceTokens TOKENS = new BounceTokens(new byte[32]);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<String> sent = new ArrayList<>();
    private Optional<Store> opened = Optional.empty();
    private Optional<BounceDesk> desk = Optional.empty();
    private Optional<Member> ann = Optional.empty();

    @TempDir
    Path data = Path.of(".");

    @BeforeEach
    void open() throws IOException {
        Store store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(new byte[32]), () -> now, () -> {});
        opened = Optional.of(store);
        BounceMail mail = new BounceMail(new NoticeWriter(new Texts(), "lists.example.org", () -> now, new Random(1)), _ -> "https://lists.example.org/lists/talk");
        desk = Optional.of(new BounceDesk(store.bounces(), store.lists(), store.members(), () -> List.of(Address.of("root@example.org")), TOKENS,
                new ComplaintTokens(TOKENS, new OneClickTokens(new byte[32])), mail));
        store.lists().addDomain(Domain.of("lists.example.org"), act());
        MailingList list = store.lists().create(Address.of("talk@lists.example.org"), "discussion",
                Settings.DEFAULTS.with(Setting.BOUNCE_THRESHOLD, "2").with(Setting.BOUNCE_WARNINGS, "2"), "accept.", act()).orElseThrow();
        ann = store.members().add(new NewMember(list.id(), Address.of("ann@example.net"), "", Role.MEMBER, Member.Preferences.DEFAULT), act());
    }

    @AfterEach
    void close() {
        opened.ifPresent(Store::close);
    }

    private Store store() {
        return opened.orElseThrow();
    }

    private Member member() {
        return ann.orElseThrow();
    }

    private Act act() {
        return new Act(now, "admin", "cli", "test", "test", "");
    }

    private void settings(Setting setting, String value) {
        MailingList list = store().lists().find(member().list()).orElseThrow();
        store().lists().saveSettings(list.id(), list.settings(), list.settings().with(setting, value), act());
    }

    private void report(String status, boolean probe) {
        String text = "From: mailer-daemon@example.net\r\nSubject: Undelivered\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ann@example.net\r\nAction: failed\r\nStatus: "
                + status + "\r\n\r\n--b--\r\n";
        read(text, probe);
    }

    private void read(String text, boolean probe) {
        desk.orElseThrow().read(Message.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow(), Optional.of(new ReportedCopy(member().number(), probe)), now);
    }

    private void pass(int days) {
        now = now.plus(Duration.ofDays(days));
    }

    /// What the desk does now, as the kinds of mail it sends.
    private List<String> work() {
        desk.orElseThrow().work(now);
        List<String> kinds = new ArrayList<>();
        store().queue().claimChunks(100, now).forEach(claim -> kinds.add(store().receipts().post(claim.chunk().posting()).orElseThrow().kind()));
        sent.addAll(kinds);
        return kinds;
    }

    private void untilProbed() {
        report("5.1.1", false);
        pass(1);
        report("5.1.1", false);
        assertThat(work()).containsExactly("bounce-probe");
    }

    private Optional<State> state() {
        return store().bounces().find(member().number()).map(Standing::state);
    }

    private boolean isDelivered() {
        return store().members().find(member().number()).orElseThrow().preferences().delivery();
    }

    @Test
    void the_way_out_has_its_steps_and_each_happens_once() {
        untilProbed();
        report("5.1.1", true);
        assertThat(work()).containsExactly("bounce-disabled", "bounce-owner");
        assertThat(isDelivered()).isFalse();
        assertThat(work()).isEmpty();
        pass(7);
        assertThat(work()).containsExactly("bounce-warning");
        pass(7);
        assertThat(work()).containsExactly("bounce-warning");
        pass(7);
        assertThat(work()).containsExactly("bounce-removed", "bounce-owner");
        assertThat(store().members().find(member().number())).isEmpty();
        assertThat(store().audit().last(20)).extracting(entry -> entry.act().action())
                .containsSubsequence("bounce.probe", "bounce.stop", "bounce.warn", "bounce.warn", "bounce.remove");
    }

    @Test
    void a_probe_that_does_not_come_back_clears_the_count() {
        untilProbed();
        pass(7);
        assertThat(work()).isEmpty();
        assertThat(state()).isEmpty();
        assertThat(isDelivered()).isTrue();
    }

    @Test
    void a_probe_refused_as_spam_is_no_answer() {
        untilProbed();
        report("5.7.1", true);
        assertThat(work()).isEmpty();
        assertThat(state()).contains(State.PROBED);
    }

    @Test
    void bounces_of_other_copies_do_not_answer_the_probe() {
        untilProbed();
        report("5.1.1", false);
        assertThat(work()).isEmpty();
        assertThat(state()).contains(State.PROBED);
    }

    @Test
    void who_switches_delivery_on_again_is_left_alone() {
        untilProbed();
        report("5.1.1", true);
        work();
        store().members().setPreferences(member().number(), Member.Preferences.DEFAULT, act());
        pass(7);
        assertThat(work()).isEmpty();
        assertThat(state()).isEmpty();
        assertThat(isDelivered()).isTrue();
    }

    @Test
    void owners_hear_nothing_when_they_do_not_want_to() {
        settings(Setting.BOUNCE_OWNER_NOTICES, "false");
        untilProbed();
        report("5.1.1", true);
        assertThat(work()).containsExactly("bounce-disabled");
    }

    @Test
    void a_list_that_does_not_count_counts_nothing() {
        settings(Setting.BOUNCES, "false");
        report("5.1.1", false);
        assertThat(state()).isEmpty();
    }

    @Test
    void warnings_of_delay_and_absence_notices_count_for_nothing() {
        report("4.4.1", false);
        read("From: ann@example.net\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n", false);
        assertThat(state()).isEmpty();
    }

    @Test
    void a_complaint_to_the_return_path_of_a_copy_ends_the_membership() {
        read("From: fbl@example.net\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--\r\n", false);
        assertThat(store().members().find(member().number())).isEmpty();
        assertThat(work()).containsExactly("complaint-owner");
    }
}

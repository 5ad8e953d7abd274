package org.chancery.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.secrets.PasswordHash;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords that people chose, behind `Authorised` and `Approved` (authorisation.md sections 3.3, 3.4 and 3.7).
class PasswordsTest {
    private static final Domain HOST = Domain.of("lists.example.org");
    private static final Address ANN = Address.of("ann@example.net");
    private static final String WORD = "seven-herons+12lanterns";
    private static final String OTHER = "nine-kettles+34ladders!";
    private static final String HERS = "domain example.net";
    private static final PasswordHash.Parameters CHEAP = new PasswordHash.Parameters(64, 1, 1);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<Notice> sent = new ArrayList<>();
    private final Random random = new Random(1);
    private Store store = unopened();
    private MailingList news = unopened();
    private SenderId ann = unopened();

    @BeforeEach
    void open() {
        store = Stores.open(new Stores.Site("sqlite", folder, OptionalLong.of(0), Duration.ofSeconds(30)), new AuditChain(new byte[32]), () -> now, () -> {});
        store.lists().addDomain(HOST, act());
        news = store.lists().create(Address.of("news@lists.example.org"), "announce", Settings.DEFAULTS, "otherwise refuse.", act()).orElseThrow();
        ann = SenderId.create(now, random);
        store.senders().senders().create(ann, ANN, act());
        store.senders().grants().add(Grant.of(new Grant.Target.OfList(news.id()), ann, "admin", now), act());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Act act() {
        return new Act(now, "admin", "cli", "test.setup", "-", "");
    }

    private SecretBorder border(PasswordRule rule) {
        Warnings warnings = new Warnings(HOST, new NoticeWriter(new Texts(), HOST.ascii(), () -> now, random), sent::add, store.answers(), new SenderTongue(store.senders(), store.lists())::of, () -> {});
        return new SecretBorder(store.senders(), store.members(), new Verifiers(new byte[32]), address -> address.domain().equals(HOST), warnings, rule, random);
    }

    private String senderHas(String word) {
        return has(word, new Credential.Owner.OfSender(ann), CHEAP);
    }

    private String moderatorHas(String word) {
        store.members().add(new NewMember(news.id(), ANN, "", Role.MODERATOR, Preferences.DEFAULT), act());
        return has(word, new Credential.Owner.OfModerator(news.id(), ANN), CHEAP);
    }

    private String has(String word, Credential.Owner owner, PasswordHash.Parameters parameters) {
        String kid = "kid" + random.nextInt(1_000_000);
        store.senders().credentials().add(
                Credential.of(kid, owner, Credential.Kind.PASSWORD, "", now), PasswordHash.of(Secret.of(word), random, parameters).stored(), act());
        return kid;
    }

    private static Message mail(String field, String to) {
        return Message.parse(("From: ann@example.net\r\nTo: " + to + "\r\nSubject: news\r\n" + field + "\r\n\r\nThe text.\r\n").getBytes(StandardCharsets.US_ASCII)).orThrow();
    }

    private Passage pass(SecretBorder border, String field, String source) {
        return border.pass(mail(field, "news@lists.example.org"), new Carried(List.of(news), Optional.of(ANN), false, false, source, now));
    }

    private Presented presented(SecretBorder border, String field) {
        return pass(border, field, HERS) instanceof Passage.Passed(Message _, Presented presented) ? presented : Presented.NOTHING;
    }

    @Test
    void without_leave_of_the_site_no_password_permits_anything_and_each_is_taken_out() {
        senderHas(WORD);
        assertThat(presented(border(PasswordRule.OFF), "Authorised: " + WORD)).isEqualTo(Presented.NOTHING);
        assertThat(pass(border(PasswordRule.OFF), "Authorised: " + WORD, HERS)).isInstanceOfSatisfying(
                Passage.Passed.class, passed -> assertThat(new String(passed.message().toByteArray(), StandardCharsets.US_ASCII)).doesNotContain(WORD));
    }

    @Test
    void a_senders_password_counts_behind_authorised_and_leaves_no_trace() {
        String kid = senderHas(WORD);
        Passage passage = pass(border(PasswordRule.SEPARATE), "Authorised: " + WORD, HERS);
        assertThat(passage).isInstanceOfSatisfying(Passage.Passed.class, passed -> {
            assertThat(passed.presented().provesOn(news.id())).isTrue();
            assertThat(passed.presented().kid()).contains(kid);
            assertThat(new String(passed.message().toByteArray(), StandardCharsets.US_ASCII)).doesNotContain(WORD);
        });
        assertThat(presented(border(PasswordRule.SEPARATE), "Authorised: " + OTHER)).isEqualTo(Presented.NOTHING);
    }

    @Test
    void each_look_at_a_word_takes_the_same_quarter_of_a_second() {
        SecretBorder border = border(PasswordRule.SEPARATE);
        long begin = System.nanoTime();
        pass(border, "Authorised: short", HERS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void au31_with_conflated_names_a_moderators_password_behind_authorised_has_no_power() {
        moderatorHas(WORD);
        for (PasswordRule rule : List.of(PasswordRule.SEPARATE, PasswordRule.CONFLATE)) {
            assertThat(presented(border(rule), "Authorised: " + WORD)).as(rule.word()).isEqualTo(Presented.NOTHING);
            assertThat(presented(border(rule), "Approved: " + WORD).approvesOn(news.id())).as(rule.word()).isTrue();
        }
    }

    @Test
    void a_senders_password_counts_behind_approved_only_where_the_names_are_conflated() {
        senderHas(WORD);
        assertThat(presented(border(PasswordRule.SEPARATE), "Approved: " + WORD)).isEqualTo(Presented.NOTHING);
        assertThat(presented(border(PasswordRule.CONFLATE), "Approved: " + WORD).provesOn(news.id())).isTrue();
    }

    @Test
    void a_word_that_is_both_means_the_sender_because_that_permits_less() {
        senderHas(WORD);
        moderatorHas(WORD);
        Presented presented = presented(border(PasswordRule.CONFLATE), "Approved: " + WORD);
        assertThat(presented.provesOn(news.id())).isTrue();
        assertThat(presented.approvesOn(news.id())).isFalse();
    }

    @Test
    void au33_weaker_parameters_are_replaced_with_the_next_good_use() {
        String kid = senderHas(WORD);
        presented(border(PasswordRule.SEPARATE), "Authorised: " + OTHER);
        assertThat(hash(kid).isCurrent()).isFalse();
        now = now.plusSeconds(10);
        assertThat(presented(border(PasswordRule.SEPARATE), "Authorised: " + WORD).provesOn(news.id())).isTrue();
        assertThat(hash(kid).isCurrent()).isTrue();
        now = now.plusSeconds(10);
        assertThat(presented(border(PasswordRule.SEPARATE), "Authorised: " + WORD).provesOn(news.id())).isTrue();
    }

    private PasswordHash hash(String kid) {
        return PasswordHash.parse(store.senders().credentials().find(kid).orElseThrow().verifier()).orElseThrow();
    }

    @Test
    void over_cleartext_or_before_others_a_right_password_ends_and_a_wrong_one_tells_nothing() {
        String kid = senderHas(WORD);
        SecretBorder border = border(PasswordRule.SEPARATE);
        Carried cleartext = new Carried(List.of(news), Optional.of(ANN), true, false, HERS, now);
        assertThat(border.pass(mail("Authorised: " + OTHER, "news@lists.example.org"), cleartext)).isInstanceOf(Passage.Passed.class);
        now = now.plusSeconds(10);
        Carried later = new Carried(List.of(news), Optional.of(ANN), true, false, HERS, now);
        assertThat(border.pass(mail("Authorised: " + WORD, "news@lists.example.org"), later)).isInstanceOfSatisfying(
                Passage.Refused.class, refused -> assertThat(refused.code()).isEqualTo(523));
        assertThat(store.senders().credentials().find(kid).orElseThrow().credential().ended()).isPresent();

        String next = senderHas(OTHER);
        assertThat(border.pass(mail("Authorised: " + OTHER, "news@lists.example.org, out@example.com"), new Carried(List.of(news), Optional.of(ANN), false, false, HERS, now)))
                .isInstanceOfSatisfying(Passage.Refused.class, refused -> assertThat(refused.code()).isEqualTo(550));
        assertThat(store.senders().credentials().find(next).orElseThrow().credential().ended()).isPresent();
    }

    @Test
    void a_guesser_waits_longer_each_time_and_the_sender_is_heard_all_the_while() {
        senderHas(WORD);
        SecretBorder border = border(PasswordRule.SEPARATE);
        pass(border, "Authorised: " + OTHER, "network 203.0.113");
        assertThat(pass(border, "Authorised: " + OTHER, "network 203.0.113")).isInstanceOfSatisfying(
                Passage.Refused.class, refused -> assertThat(refused.code()).isEqualTo(451));
        assertThat(presented(border, "Authorised: " + WORD).provesOn(news.id())).isTrue();
        now = now.plusSeconds(1);
        assertThat(pass(border, "Authorised: " + OTHER, "network 203.0.113")).isInstanceOf(Passage.Passed.class);
        now = now.plusSeconds(1);
        assertThat(pass(border, "Authorised: " + WORD, "network 203.0.113")).isInstanceOf(Passage.Refused.class);
    }

    @Test
    void after_a_hundred_wrong_ones_from_everywhere_only_the_senders_own_domain_is_listened_to() {
        senderHas(WORD);
        Attempts attempts = new Attempts(store.senders().failures());
        for (int i = 0; i < Attempts.PER_DAY; i++) {
            attempts.wrongPassword("network 203.0." + i, ann.toString(), now);
        }
        SecretBorder border = border(PasswordRule.SEPARATE);
        assertThat(sent).isEmpty();
        for (String source : List.of("network 203.1.1", "domain elsewhere.example", "domain third.example")) {
            pass(border, "Authorised: " + OTHER, source);
        }
        assertThat(sent).as("told once").singleElement().satisfies(notice -> {
            assertThat(notice.recipients()).containsExactly(ANN);
            assertThat(new String(notice.message(), StandardCharsets.UTF_8)).contains("guesses").doesNotContain(OTHER);
        });
        assertThat(pass(border, "Authorised: " + WORD, "network 192.0.2")).isInstanceOfSatisfying(
                Passage.Passed.class, passed -> assertThat(passed.presented()).isEqualTo(Presented.NOTHING));
        assertThat(presented(border, "Authorised: " + WORD).provesOn(news.id())).isTrue();
        now = now.plus(Duration.ofDays(1));
        assertThat(pass(border, "Authorised: " + WORD, "network 192.0.2")).isInstanceOfSatisfying(
                Passage.Passed.class, passed -> assertThat(passed.presented().provesOn(news.id())).isTrue());
    }
}

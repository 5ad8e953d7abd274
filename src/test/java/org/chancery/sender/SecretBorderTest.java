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
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rows of table 3.4 that no journey reaches, and guessing.
class SecretBorderTest {
    private static final Domain HOST = Domain.of("lists.example.org");
    private static final Address ANN = Address.of("ann@example.net");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<Notice> sent = new ArrayList<>();
    private final Verifiers verifiers = new Verifiers(new byte[32]);
    private final PostingKey key = PostingKey.create(PostingKey.Holder.SENDER, new Random(1));
    private Store store = unopened();
    private SecretBorder border = unopened();
    private MailingList news = unopened();

    @BeforeEach
    void open() {
        store = Stores.open(new Stores.Site("sqlite", folder, OptionalLong.of(0), Duration.ofSeconds(30)), new AuditChain(new byte[32]), () -> now, () -> {});
        store.lists().addDomain(HOST, act());
        news = store.lists().create(Address.of("news@lists.example.org"), "announce", Settings.DEFAULTS, "otherwise refuse.", act()).orElseThrow();
        SenderId ann = SenderId.create(now, new Random(2));
        store.senders().senders().create(ann, ANN, act());
        store.senders().grants().add(Grant.of(new Grant.Target.OfList(news.id()), ann, "admin", now), act());
        store.senders().credentials().add(Credential.of(key.kid(), new Credential.Owner.OfSender(ann), Credential.Kind.KEY, "", now), verifiers.of(key), act());
        Warnings warnings = new Warnings(HOST, new NoticeWriter(new Texts(), HOST.ascii(), () -> now, new Random(3)), sent::add, store.answers(), new SenderTongue(store.senders(), store.lists())::of, () -> {});
        border = new SecretBorder(store.senders(), store.members(), verifiers, address -> address.domain().equals(HOST), warnings, PasswordRule.OFF, new Random(5));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Act act() {
        return new Act(now, "admin", "cli", "test.setup", "-", "");
    }

    private Carried carried(boolean dmarcFailed, String source) {
        return new Carried(List.of(news), Optional.of(ANN), false, dmarcFailed, source, now);
    }

    private Passage pass(String secret, Carried carried) {
        String mail = "From: ann@example.net\r\nTo: news@lists.example.org\r\nSubject: news\r\nAuthorised: " + secret + "\r\n\r\nThe text.\r\n";
        return border.pass(Message.parse(mail.getBytes(StandardCharsets.US_ASCII)).orThrow(), carried);
    }

    private boolean counts(Passage passage) {
        return passage instanceof Passage.Passed(Message _, Presented presented) && presented.provesOn(news.id());
    }

    @Test
    void au29_a_good_key_does_not_beat_a_domain_that_denies_the_mail_and_the_sender_is_told() {
        assertThat(counts(pass(key.reveal(), carried(true, "network 192.0.2")))).isFalse();
        assertThat(sent).singleElement().satisfies(notice -> {
            assertThat(notice.recipients()).containsExactly(ANN);
            assertThat(new String(notice.message(), StandardCharsets.UTF_8)).contains("DMARC").contains(key.kid()).doesNotContain(key.reveal());
        });
        assertThat(counts(pass(key.reveal(), carried(false, "network 192.0.2")))).isTrue();
    }

    @Test
    void au23_a_thousand_wrong_keys_stop_their_source_and_never_the_sender() {
        int tooMany = 0;
        for (int i = 0; i < 1_000; i++) {
            String wrong = PostingKey.create(PostingKey.Holder.SENDER, new Random(100 + i)).reveal();
            tooMany += pass(wrong, carried(false, "network 203.0.113")) instanceof Passage.Refused(int code, String _, String _) && code == 451 ? 1 : 0;
        }
        assertThat(tooMany).isEqualTo(1_000 - Attempts.PER_HOUR);
        assertThat(counts(pass(key.reveal(), carried(false, "network 192.0.2")))).isTrue();
        now = now.plus(Duration.ofHours(1));
        assertThat(counts(pass(key.reveal(), carried(false, "network 203.0.113")))).isTrue();
    }

    @Test
    void the_name_of_a_key_with_another_secret_neither_counts_nor_ends_it() {
        PostingKey other = PostingKey.create(PostingKey.Holder.SENDER, new Random(9));
        String forged = key.reveal().substring(0, 17) + other.reveal().substring(17);
        assertThat(counts(pass(forged, carried(false, "network 192.0.2")))).isFalse();
        Carried cleartext = new Carried(List.of(news), Optional.of(ANN), true, false, "network 192.0.2", now);
        assertThat(pass(forged, cleartext)).isInstanceOf(Passage.Refused.class);
        assertThat(store.senders().credentials().find(key.kid()).orElseThrow().credential().ended()).isEmpty();
    }

    @Test
    void au32_the_audit_log_names_the_key_of_each_first_use() {
        pass(key.reveal(), carried(false, "network 192.0.2"));
        pass(key.reveal(), carried(false, "network 192.0.2"));
        assertThat(store.audit().last(100).stream().filter(entry -> entry.act().action().equals("sender.key.use")).toList())
                .singleElement().satisfies(entry -> assertThat(entry.act().object()).isEqualTo(key.kid()));
    }

    @Test
    void a_key_limited_to_other_lists_is_none_here() {
        store.senders().credentials().end(key.kid(), "x", act());
        PostingKey limited = PostingKey.create(PostingKey.Holder.SENDER, new Random(4));
        SenderId ann = store.senders().senders().of(ANN).orElseThrow().id();
        store.senders().credentials().add(
                Credential.of(limited.kid(), new Credential.Owner.OfSender(ann), Credential.Kind.KEY, "", now).limited(List.of(new org.chancery.list.ListId(99)), Optional.empty(), 0),
                verifiers.of(limited), act());
        assertThat(counts(pass(limited.reveal(), carried(false, "network 192.0.2")))).isFalse();
    }
}

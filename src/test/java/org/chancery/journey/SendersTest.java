package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chancery.administration.Caller;
import org.chancery.administration.GrantAdministration;
import org.chancery.administration.Rank;
import org.chancery.administration.Refused;
import org.chancery.administration.SenderKeys;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.sender.Credential;
import org.chancery.sender.Grant;
import org.chancery.sender.Leaks;
import org.chancery.sender.Sender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Authorised senders, from the mail to the copies.
class SendersTest {
    private static final String ANN = "ann@nowhere.example"; // a domain that vouches for nobody, so that only the key does
    private static final SenderKeys.Limits REUSABLE = new SenderKeys.Limits(List.of(), Optional.empty(), 0, 0, "");
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private static Site site = unopened();
    private static int lists;

    @BeforeAll
    static void start() throws IOException {
        site = Site.startAt(NOW::get);
        site.administration().senders().add(Site.CALLER, ANN);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static MailingList announce(String domain) {
        lists++;
        return site.list("news" + lists + "@" + domain, "announce", "", "reader" + lists + "@example.com");
    }

    private static MailingList granted() {
        MailingList list = announce(Site.DOMAIN);
        grant(list);
        return list;
    }

    private static void grant(MailingList list) {
        site.administration().grants().add(Site.CALLER, site.administration().grants().target(list.address().toString()), ANN, GrantAdministration.Limits.NONE);
    }

    private static Sender ann() {
        return site.administration().senders().require(Site.CALLER, ANN);
    }

    private static SenderKeys.Made key() {
        return site.administration().senderKeys().create(Site.CALLER, ann(), REUSABLE).getFirst();
    }

    private static Credential state(SenderKeys.Made made) {
        return site.administration().senders().keys(Site.CALLER, ann()).stream().filter(key -> key.kid().equals(made.credential().kid())).findFirst().orElseThrow();
    }

    private static byte[] post(String to, String key) {
        return Site.message(ANN, to, "news", "Authorised: " + key + "\r\n", "The text.\r\n");
    }

    private static String overTls(String from, List<String> to, byte[] message) throws IOException {
        try (Talk talk = site.mxWithTls()) {
            return talk.post(from, to, message);
        }
    }

    private static String overTls(MailingList list, byte[] message) throws IOException {
        return overTls(ANN, List.of(list.address().toString()), message);
    }

    @Test
    void a_post_with_a_good_key_goes_out_without_it_and_its_story_names_the_key() throws IOException {
        MailingList list = granted();
        SenderKeys.Made key = key();
        String reply = overTls(list, post(list.address().toString(), key.key().reveal()));
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        SmtpSink.Message copy = site.copies("reader" + lists + "@example.com", 1).getFirst();
        assertThat(copy.text()).contains("The text.").doesNotContain("Authorised").doesNotContain("chs1");
        assertThat(site.life(reply).receipt().session()).containsEntry("sender-key", key.credential().kid());
        assertThat(state(key).uses()).isEqualTo(1);
    }

    @Test
    void a_key_in_the_first_line_counts_and_one_of_nobody_is_treated_like_none() throws IOException {
        MailingList list = granted();
        String to = list.address().toString();
        String reply = overTls(list, Site.message(ANN, to, "news", "", "Authorised: " + key().key().reveal() + "\r\n\r\nThe text.\r\n"));
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        String none = overTls(list, Site.message(ANN, to, "news"));
        String wrong = overTls(list, post(to, "chs1." + "a".repeat(12) + "." + "b".repeat(26) + ".cccc"));
        assertThat(wrong).isEqualTo(none).startsWith("550");
    }

    @Test
    void a_forged_from_with_the_key_of_another_sender_is_refused_and_the_sender_is_told_once() throws IOException {
        MailingList list = granted();
        String key = key().key().reveal();
        for (int i = 0; i < 2; i++) {
            byte[] forged = Site.message("eve@example.net", list.address().toString(), "news", "Authorised: " + key + "\r\n", "Buy.\r\n");
            assertThat(overTls("eve@example.net", List.of(list.address().toString()), forged)).startsWith("550");
        }
        Supplier<List<String>> told = () -> site.copies(ANN, 1).stream().map(copy -> copy.text()).filter(text -> text.contains("eve@example.net")).toList();
        Site.await(() -> !told.get().isEmpty());
        assertThat(told.get()).singleElement().satisfies(text -> assertThat(text).contains("From was eve@example.net").doesNotContain(key));
    }

    @Test
    void au19_of_three_lists_on_two_hosts_the_two_that_grant_it_accept() throws IOException {
        MailingList here = granted();
        MailingList there = announce(Site.OTHER_DOMAIN);
        grant(there);
        MailingList closed = announce(Site.OTHER_DOMAIN);
        SenderKeys.Made key = key();
        byte[] message = post(here.address() + ", " + there.address() + ", " + closed.address(), key.key().reveal());
        try (Talk talk = Talk.lmtp(site.address("lmtp"))) {
            assertThat(talk.post(ANN, List.of(here.address().toString(), there.address().toString(), closed.address().toString()), message)).startsWith("250");
            assertThat(talk.reply()).startsWith("250");
            talk.reply(); // behind a front a refusal is not told
        }
        assertThat(site.copies("reader" + (lists - 1) + "@example.com", 1)).hasSize(1);
        assertThat(site.copies("reader" + (lists - 2) + "@example.com", 1)).hasSize(1);
        site.settle();
        assertThat(site.sink().messages()).noneMatch(copy -> copy.recipients().contains("reader" + lists + "@example.com"));
        assertThat(state(key).uses()).isEqualTo(1);
    }

    @Test
    void au20_a_one_time_key_is_good_for_one_text_on_several_hosts_for_a_quarter_of_an_hour() throws IOException {
        MailingList here = granted();
        MailingList there = announce(Site.OTHER_DOMAIN);
        grant(there);
        String key = site.administration().senderKeys().create(Site.CALLER, ann(), new SenderKeys.Limits(List.of(), Optional.empty(), 0, 1, "")).getFirst().key().reveal();
        byte[] text = post(here.address() + ", " + there.address(), key);
        assertThat(overTls(here, text)).startsWith("250");
        assertThat(overTls(here, post(here.address().toString(), key))).as("another text").startsWith("550");
        NOW.updateAndGet(now -> now.plus(Duration.ofMinutes(14)));
        assertThat(overTls(there, text)).startsWith("250");
        NOW.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        MailingList third = granted();
        assertThat(overTls(third, text)).startsWith("550");
    }

    @Test
    void au26_a_key_that_went_to_other_people_is_ended_and_the_post_refused() throws IOException {
        MailingList list = granted();
        SenderKeys.Made key = key();
        byte[] message = Site.message(ANN, list.address() + ", friend@elsewhere.example", "news", "Authorised: " + key.key().reveal() + "\r\n", "x\r\n");
        assertThat(overTls(list, message)).startsWith("550 5.7.1 The password was sent to other people");
        assertThat(state(key).reason()).contains("people outside");
    }

    @Test
    void au27_a_key_over_cleartext_is_ended_and_the_next_one_works_over_tls() throws IOException {
        MailingList list = granted();
        SenderKeys.Made key = key();
        assertThat(site.post(ANN, list.address().toString(), post(list.address().toString(), key.key().reveal()))).startsWith("523 5.7.10");
        assertThat(state(key).ended()).isPresent();
        assertThat(overTls(list, post(list.address().toString(), key.key().reveal()))).startsWith("550");
        assertThat(overTls(list, post(list.address().toString(), key().key().reveal()))).startsWith("250");
    }

    @Test
    void au30_a_key_in_a_post_to_another_list_in_a_command_and_in_a_bounce_is_swept_and_ended() throws IOException {
        MailingList talk = site.openList("chatter" + ++lists, "other" + lists + "@example.com");
        List<SenderKeys.Made> keys = List.of(key(), key());
        assertThat(overTls(talk, Site.message(ANN, talk.address().toString(), "oops", "", "My key is " + keys.getFirst().key().reveal() + ".\r\n"))).startsWith("250");
        assertThat(new String(site.copies("other" + lists + "@example.com", 1).getFirst().content(), UTF_8)).contains("My key is [removed]").doesNotContain("chs1");
        assertThat(state(keys.getFirst()).ended()).isPresent();
        byte[] bounce = Site.message("mailer-daemon@example.net", talk.address().localPart() + "-bounces@" + Site.DOMAIN, "Undelivered", "Content-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\n\r\nFailed.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + ANN + "\r\nAuthorised: " + keys.getLast().key().reveal() + "\r\n\r\nx\r\n--b--\r\n");
        assertThat(overTls("", List.of(talk.address().localPart() + "-bounces@" + Site.DOMAIN), bounce)).startsWith("250");
        assertThat(state(keys.getLast()).ended()).isPresent();
    }

    @Test
    void two_different_keys_are_refused_and_a_key_in_an_attachment_too() throws IOException {
        MailingList list = granted();
        SenderKeys.Made key = key();
        byte[] two = Site.message(ANN, list.address().toString(), "news", "Authorised: " + key.key().reveal() + "\r\nApproved: " + key().key().reveal() + "\r\n", "x\r\n");
        assertThat(overTls(list, two)).startsWith("550 5.5.0");
        byte[] attached = Site.message(ANN, list.address().toString(), "news", "Content-Type: application/pdf\r\n", "%PDF " + key.key().reveal() + "\r\n");
        assertThat(overTls(list, attached)).startsWith("550 5.7.1").contains("header");
        assertThat(state(key).ended()).isPresent();
    }

    @Test
    void a_moderators_key_approves_his_own_post_on_his_list_alone() throws IOException {
        MailingList list = site.list("moderated" + ++lists + "@" + Site.DOMAIN, "discussion", "hold when from anyone. otherwise refuse.");
        site.add(list, "mod@nowhere.example", Role.MODERATOR);
        String key = site.administration().senderKeys().create(Site.CALLER, list, "mod@nowhere.example", REUSABLE).getFirst().key().reveal();
        String reply = overTls(list, Site.message("mod@nowhere.example", list.address().toString(), "news", "Approved: " + key + "\r\n", "x\r\n"));
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        String other = overTls(list, Site.message("eve@nowhere.example", list.address().toString(), "news", "Approved: " + key + "\r\n", "x\r\n"));
        assertThat(site.onList(other).post().judged().decision()).isEqualTo("hold");
        MailingList elsewhere = site.list("moderated" + ++lists + "@" + Site.DOMAIN, "discussion", "hold when from anyone. otherwise refuse.");
        site.add(elsewhere, "mod@nowhere.example", Role.MODERATOR);
        String there = overTls(elsewhere, Site.message("mod@nowhere.example", elsewhere.address().toString(), "news", "Approved: " + key + "\r\n", "x\r\n"));
        assertThat(site.onList(there).post().judged().decision()).isEqualTo("hold");
    }

    @Test
    void an_address_that_an_owner_names_is_asked_by_mail_and_becomes_a_sender_by_any_answer_of_its_own() throws IOException {
        MailingList list = announce(Site.DOMAIN);
        String bob = "bob" + lists + "@example.net";
        assertThat(site.administration().grants().add(Site.CALLER, site.administration().grants().target(list.address().toString()), bob, GrantAdministration.Limits.NONE))
                .isEqualTo(GrantAdministration.Granted.ASKED);
        String answerTo = site.header(site.copy(bob), "Reply-To").orElseThrow().replaceAll("[<>]", "");
        assertThat(site.post("eve@example.net", answerTo, Site.message("eve@example.net", answerTo, "Re: yes"))).startsWith("250");
        assertThat(site.administration().senders().all(Site.CALLER)).noneMatch(sender -> sender.primary().toString().equals(bob));
        assertThat(site.post(bob, answerTo, Site.message(bob, answerTo, "Re: yes"))).startsWith("250");
        assertThat(site.administration().senders().require(Site.CALLER, bob).isActive()).isTrue();
        assertThat(site.administration().grants().on(Site.CALLER, site.administration().grants().target(list.address().toString()))).hasSize(1);
        assertThat(site.post(bob, answerTo.replace("-confirm+", "-confirm+a"), Site.message(bob, answerTo, "Re: yes"))).startsWith("550");
    }

    @Test
    void au25_an_owner_and_a_stranger_hear_the_same_of_an_address_whether_it_is_a_sender_or_not() throws IOException {
        MailingList list = announce(Site.DOMAIN);
        String known = "known" + lists + "@example.net";
        String unknown = "unknown" + lists + "@example.net";
        site.administration().senders().add(Site.CALLER, known);
        Caller owner = new Caller("owner" + lists + "@example.org", "web", place -> place.list().isPresent() ? EnumSet.of(Rank.OWNER) : EnumSet.noneOf(Rank.class));
        Grant.Target target = site.administration().grants().target(list.address().toString());
        List<String> heard = new ArrayList<>();
        for (String address : List.of(known, unknown)) {
            assertThat(site.administration().grants().add(owner, target, address, GrantAdministration.Limits.NONE)).isEqualTo(GrantAdministration.Granted.ASKED);
            heard.add(site.header(site.copy(address), "Subject").orElseThrow() + refusal(() -> site.administration().grants().add(owner, target, address, GrantAdministration.Limits.NONE))
                    .replace(address, "ADDRESS") + refusal(() -> site.administration().senders().require(owner, address)).replace(address, "ADDRESS"));
            heard.add(overTls(address, List.of(list.address().toString()), Site.message(address, list.address().toString(), "x", "Authorised: some-word-here-99\r\n", "x\r\n")));
        }
        assertThat(heard.get(0)).isEqualTo(heard.get(2));
        assertThat(heard.get(1)).isEqualTo(heard.get(3)).startsWith("550 ");
    }

    private static String refusal(Runnable asked) {
        try {
            asked.run();
        } catch (Refused refused) {
            return refused.getMessage();
        }
        throw new AssertionError("it was allowed");
    }

    /// I6: each of 336 mails goes to a list that accepts, one that holds, one that refuses and one that makes digests, and comes back as a bounce.
    @Test
    void i6_no_copy_digest_notice_log_or_database_shows_a_secret() throws IOException {
        String key = key().key().reveal();
        String secret = key.substring(18, 44);
        MailingList open = site.openList("i6open", "copy@example.com");
        for (Member.Digest digest : List.of(Member.Digest.MIME, Member.Digest.PLAIN)) {
            site.administration().members().add(Site.CALLER, open, digest.name().toLowerCase(Locale.ROOT) + "@example.com", "", Role.MEMBER,
                    new Member.Preferences(true, digest, false, false));
        }
        MailingList held = site.list("i6held@" + Site.DOMAIN, "discussion", "hold when from anyone. otherwise refuse.", "x@example.com");
        site.add(held, "moderator@example.com", Role.MODERATOR);
        MailingList refusing = site.list("i6refusing@" + Site.DOMAIN, "discussion", "otherwise refuse.");
        List<String> to = Stream.of(open, held, refusing).map(list -> list.address().toString()).toList();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        int accepted = 0;
        Map<String, Integer> refused = new TreeMap<>();
        for (String spelling : Leaks.SPELLINGS) {
            for (Leaks.Encoding encoding : Leaks.Encoding.values()) {
                NOW.updateAndGet(now -> now.plus(Duration.ofHours(1))); // or wrong keys are counted out
                try (Talk talk = Talk.lmtp(site.address("lmtp"))) {
                    for (Leaks.Place place : Leaks.Place.values()) {
                        byte[] mail = Leaks.mail(spelling, encoding, place, key, to.getFirst());
                        String reply = talk.post(ANN, to, mail);
                        refused.merge(reply.startsWith("250") ? "250" : reply + " " + encoding + " " + place, 1, Integer::sum);
                        accepted += reply.startsWith("250") ? 1 : 0;
                        talk.reply();
                        talk.reply();
                        talk.post("", List.of("i6open-bounces@" + Site.DOMAIN), mail);
                    }
                }
            }
        }
        assertThat(site.administration().digests().send(Site.CALLER, open)).isPositive();
        site.settle();
        root.detachAppender(log);
        assertThat(site.copies("mime@example.com", 1).size()).isEqualTo(site.copies("plain@example.com", 1).size()).isPositive();
        assertThat(accepted).as(refused.toString()).isEqualTo(336);
        assertThat(site.copies("copy@example.com", accepted)).hasSize(accepted);
        List<String> leaks = new ArrayList<>();
        site.sink().messages().stream().filter(copy -> Leaks.shows(copy.content(), secret)).forEach(copy -> leaks.add(copy.text()));
        new ArrayList<>(log.list).stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.contains(secret)).forEach(leaks::add);
        assertThat(leaks).isEmpty();
        try (Stream<Path> files = Files.walk(site.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String octets = new String(Files.readAllBytes(file), ISO_8859_1);
                assertThat(forms(secret).stream().filter(octets::contains).toList()).as(file.toString()).isEmpty();
            }
        }
    }

    private static List<String> forms(String secret) {
        List<String> forms = new ArrayList<>(List.of(secret, String.join("\0", secret.split(""))));
        for (int skip = 0; skip < 3; skip++) {
            byte[] part = secret.getBytes(UTF_8);
            forms.add(Base64.getEncoder().encodeToString(Arrays.copyOfRange(part, skip, skip + 21)));
        }
        return forms;
    }
}

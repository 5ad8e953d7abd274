package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.Test;

/// Mail that comes back: every copy that leaves goes on to where its recipient would send it, until nothing moves any more.
class LoopsTest {
    private static final String POSTER = "poster@example.net";
    private static final String READER = "reader@example.net";
    private static final int MAX_ROUNDS = 12; // far more than any loop may turn

    /// What an address does with a copy: the mails it sends on, to whom.
    private interface Behaviour {
        void take(SmtpSink.Message copy) throws IOException;
    }

    /// Lets the mail run; returns the number of copies that the reader has in the end.
    private static int settle(Map<String, Behaviour> behaviours, Site... sites) throws IOException {
        Set<SmtpSink.Message> seen = new HashSet<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            boolean moved = false;
            for (Site site : sites) {
                site.settle();
                for (SmtpSink.Message copy : List.copyOf(site.sink().messages())) {
                    if (seen.add(copy) && behaviours.containsKey(copy.recipients().getFirst())) {
                        behaviours.get(copy.recipients().getFirst()).take(copy);
                        moved = true;
                    }
                }
            }
            if (!moved) {
                return (int) List.of(sites).stream().flatMap(site -> site.sink().messages().stream()).filter(copy -> copy.recipients().contains(READER)).count();
            }
        }
        throw new AssertionError("it still turns after " + MAX_ROUNDS + " rounds");
    }

    private static Behaviour isAt(Site site) {
        return copy -> site.post(copy.mailFrom(), copy.recipients().getFirst(), copy.content());
    }

    private static Behaviour sendsOn(Site site, String to, Function<Message, byte[]> changed) {
        return copy -> site.post(copy.recipients().getFirst(), to, changed.apply(Site.read(copy)));
    }

    private static void start(Site site, MailingList list) throws IOException {
        Site.receipt(site.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), "Round")));
    }

    @Test
    void two_lists_that_are_members_of_each_other() throws IOException {
        try (Site site = Site.start()) {
            MailingList left = site.openList("left", READER, "right@lists.example.org");
            site.openList("right", "left@lists.example.org");
            start(site, left);
            assertThat(settle(Map.of("left@lists.example.org", isAt(site), "right@lists.example.org", isAt(site)), site)).isEqualTo(1);
        }
    }

    @Test
    void a_list_that_is_a_member_of_itself_whatever_it_does_with_from() throws IOException {
        try (Site site = Site.start()) {
            for (String from : List.of("keep", "list", "wrap")) {
                MailingList self = site.openList("self-" + from, from + "-" + READER, self(from));
                site.set(self, Map.of("from_field", from, "anonymous", String.valueOf(from.equals("keep"))));
                start(site, self);
                settle(Map.of(self(from), isAt(site)), site);
                assertThat(site.copies(from + "-" + READER, 1)).hasSize(1);
            }
        }
    }

    private static String self(String from) {
        return "self-" + from + "@lists.example.org";
    }

    @Test
    void two_servers_whose_lists_are_members_of_each_other_and_one_hides_its_authors() throws IOException {
        try (Site here = Site.start(); Site there = Site.start()) {
            MailingList left = here.openList("left", READER, "right@lists.example.com");
            MailingList right = there.list("right@lists.example.com", "discussion", Site.OPEN, "left@lists.example.org");
            there.set(right, Map.of("anonymous", "true"));
            start(here, left);
            assertThat(settle(Map.of("left@lists.example.org", isAt(here), "right@lists.example.com", isAt(there)), here, there)).isEqualTo(1);
        }
    }

    @Test
    void a_vacation_responder_that_answers_the_list_and_itself() throws IOException {
        for (String manners : List.of("Auto-Submitted: auto-replied\r\n", "")) {
            try (Site site = Site.start()) {
                MailingList list = site.openList("away", READER, "away@example.net");
                site.set(list, Map.of("reply_to", "list"));
                start(site, list);
                int copies = settle(Map.of("away@example.net", copy -> vacation(site, copy, manners)), site);
                assertThat(copies).as("one extra message at most").isBetween(1, 2);
            }
        }
    }

    private static void vacation(Site site, SmtpSink.Message copy, String manners) throws IOException {
        String answered = Site.read(copy).headers().first("Message-ID").map(Header::value).orElseThrow();
        String to = Site.read(copy).headers().first("Reply-To").or(() -> Site.read(copy).headers().first("From")).map(Header::value).orElseThrow();
        site.post("away@example.net", to, Site.message("away@example.net", to, "I am away", manners + "In-Reply-To: " + answered + "\r\n", "Back on Monday.\r\n"));
    }

    @Test
    void a_forwarder_that_takes_our_marks_off_and_one_that_also_adds_a_line() throws IOException {
        try (Site site = Site.start()) {
            MailingList list = site.openList("forwarded", READER, "plain@example.net", "adding@example.net");
            start(site, list);
            int copies = settle(Map.of(
                    "plain@example.net", sendsOn(site, list.address().toString(), LoopsTest::unmarked),
                    "adding@example.net", sendsOn(site, list.address().toString(), copy -> (new String(unmarked(copy), UTF_8) + "-- forwarded\r\n").getBytes(UTF_8))), site);
            assertThat(copies).isEqualTo(1);
        }
    }

    private static byte[] unmarked(Message copy) {
        return copy.edit().removeIf(header -> header.name().startsWith("X-") || header.name().startsWith("List-") || header.isNamed("Precedence")).build().toByteArray();
    }

    @Test
    void a_digest_that_goes_to_its_own_list_or_through_a_forwarder_to_it() throws IOException {
        for (Member.Digest kind : List.of(Member.Digest.MIME, Member.Digest.PLAIN)) {
            try (Site site = Site.start()) {
                MailingList list = site.openList("gathered", READER);
                for (String member : List.of("gathered@lists.example.org", "stripping@example.net")) {
                    site.administration().members().add(Site.CALLER, list, member, "", Role.MEMBER, Member.Preferences.DEFAULT.digest(kind));
                }
                start(site, list);
                site.copies(READER, 1);
                site.settle();
                site.administration().digests().send(Site.CALLER, list);
                site.copies("stripping@example.net", 1);
                int copies = settle(Map.of(
                        "gathered@lists.example.org", isAt(site), "stripping@example.net", sendsOn(site, list.address().toString(), LoopsTest::unmarked)), site);
                assertThat(copies).as("the post alone; what comes back is held, " + kind).isEqualTo(1);
            }
        }
    }

    @Test
    void whatever_the_list_sends_may_come_back_to_any_of_its_addresses_and_nobody_hears_of_it() throws IOException {
        try (Site site = Site.start()) {
            MailingList list = site.list("echo@" + Site.DOMAIN, "discussion", "hold when subject empty. accept when from anyone. otherwise refuse.", READER);
            site.add(list, "mod@example.net", Role.MODERATOR);
            site.set(list, Map.of("owner_notices", "true", "auto_post", "We read you.", "auto_request", "We read you."));
            start(site, list);
            site.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), ""));
            site.post(POSTER, "echo-join@" + Site.DOMAIN, Site.message(POSTER, "echo-join@" + Site.DOMAIN, "join"));
            site.post(POSTER, "echo-request@" + Site.DOMAIN, Site.message(POSTER, "echo-request@" + Site.DOMAIN, "help"));
            site.copies("mod@example.net", 1);
            site.settle();
            List<SmtpSink.Message> sent = List.copyOf(site.sink().messages());
            assertThat(sent).hasSizeGreaterThan(5);
            for (SmtpSink.Message copy : sent) {
                for (String role : List.of("", "-request", "-join", "-leave", "-help")) {
                    site.post(copy.mailFrom(), "echo" + role + "@" + Site.DOMAIN, copy.content());
                    site.post(copy.recipients().getFirst(), "echo" + role + "@" + Site.DOMAIN, copy.content());
                }
            }
            site.settle();
            assertThat(site.sink().messages()).as("no answer, no copy, no mail to moderators").hasSameSizeAs(sent);
        }
    }

    @Test
    void a_mark_with_a_wrong_mac_stops_nothing_and_one_of_the_old_form_does() throws IOException {
        try (Site site = Site.start()) {
            MailingList list = site.openList("marked", READER);
            Map<String, State> expected = new HashMap<>();
            expected.put("X-Loop: marked@lists.example.org; mac=aaaaaaaaaaaaaaaa\r\n", State.DISTRIBUTED);
            expected.put("X-Loop: other@lists.example.org\r\n", State.DISTRIBUTED);
            expected.put("X-Loop: MARKED@lists.example.org\r\n", State.DISCARDED);
            for (Map.Entry<String, State> mark : expected.entrySet()) {
                String reply = site.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), "x", mark.getKey(), "x\r\n"));
                site.settle();
                assertThat(site.onList(reply).post().state()).as(mark.getKey()).isEqualTo(mark.getValue());
            }
        }
    }

    @Test
    void a_copy_is_known_again_after_the_list_was_renamed() throws IOException {
        try (Site site = Site.start()) {
            MailingList list = site.openList("before", READER);
            start(site, list);
            byte[] copy = Site.read(site.copies(READER, 1).getFirst()).edit().removeAll("Message-ID").build().toByteArray();
            site.administration().lists().rename(Site.CALLER, list, "after@lists.example.org");

            String reply = site.post(POSTER, "after@lists.example.org", copy);

            assertThat(site.onList(reply).post().judged().reason()).contains("already went through this list");
        }
    }
}

package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.chancery.audit.AuditChain;
import org.chancery.cli.TestSite.Ran;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The desk from the command line: one by one, by filter, and what needs several people.
class HeldCommandsTest {
    private static final String TALK = "talk@lists.example.org";
    private static final String NEWS = "news@lists.example.org";
    private final Random random = new Random(5);

    @TempDir
    Path data = Path.of(".");

    private TestSite site = new TestSite(data);

    @BeforeEach
    void open() {
        site = new TestSite(data);
        site.done("domain", "add", "lists.example.org");
        site.done("list", "create", TALK);
        site.done("list", "create", NEWS);
    }

    private String hold(String list, String author, int approvals) {
        InstantSource clock = InstantSource.system();
        try (Store store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(new byte[32]), clock, () -> {})) {
            MailingList on = store.lists().find(Address.of(list)).orElseThrow();
            byte[] octets = ("From: " + author + "\r\nSubject: Hello\r\n\r\nHello.\r\n").getBytes(StandardCharsets.US_ASCII);
            ReceiptId id = ReceiptId.create(clock.instant(), random);
            Envelope envelope = new Envelope(Envelope.MailFrom.of(Address.of(author)), List.of(Envelope.Recipient.of(on.address())));
            Order.Judged judged = new Order.Judged("hold", "policy", 1, "hold.", "because", 1, approvals, Map.of(), "");
            store.receipts().commit(
                    new Receipt(id, clock.instant(), Map.of(), envelope, Optional.empty(), new byte[0], octets.length), octets,
                    List.of(new Order(on.id(), Order.State.HELD, Optional.of(Address.of(author)), judged)), List.of(), () -> true);
            return store.receipts().posts(id).getFirst().id().toString();
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private String state(String id) {
        return json(site.done("held", "show", id, "--json")).path("state").stringValue();
    }

    @Test
    void posts_are_chosen_by_number_by_list_by_author_or_all() {
        String one = hold(TALK, "ann@example.net", 1);
        String two = hold(TALK, "bob@example.net", 1);
        String three = hold(NEWS, "ann@example.net", 1);
        String four = hold(NEWS, "bob@example.net", 1);

        assertThat(json(site.done("held", "discard", "--list", TALK, "--author", "ANN@example.net", "--json"))).hasSize(2);
        assertThat(state(one)).isEqualTo("discarded");
        site.done("held", "reject", "--author", "ann@example.net", "--reason", "off topic");
        assertThat(state(three)).isEqualTo("rejected");
        assertThat(site.done("held", "accept", two)).contains("Post " + two + " is accepted.");
        assertThat(state(two)).isEqualTo("released");
        site.done("held", "discard", "--all");
        assertThat(state(four)).isEqualTo("discarded");
        assertThat(site.done("held", "list")).contains("Nothing is held");
    }

    @Test
    void a_dry_run_names_the_posts_and_changes_nothing() {
        String one = hold(TALK, "ann@example.net", 1);
        assertThat(json(site.done("held", "discard", "--list", TALK, "--dry-run", "--json")).get(0).path("post").longValue()).isEqualTo(Long.parseLong(one));
        assertThat(state(one)).isEqualTo("held");
    }

    @Test
    void neither_nothing_nor_both_ways_of_choosing_is_a_choice() {
        hold(TALK, "ann@example.net", 1);
        for (String[] line : new String[][] {{"held", "discard"}, {"held", "discard", "1", "--all"}}) {
            Ran ran = site.run(line);
            assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).contains("not both");
        }
        assertThat(json(site.done("held", "list", "--json"))).hasSize(1);
    }

    @Test
    void the_command_line_is_one_approver_of_several() {
        String one = hold(TALK, "ann@example.net", 2);
        assertThat(site.done("held", "accept", one)).contains("1 of 2 approvals");
        Ran again = site.run("held", "accept", one);
        assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.err()).contains("yours among them");
        JsonNode shown = json(site.done("held", "show", one, "--json"));
        assertThat(shown.path("approvalsNeeded").intValue()).isEqualTo(2);
        assertThat(shown.path("approvedBy").toString()).isEqualTo("[\"local:anna\"]");
    }

    @Test
    void accepting_always_makes_the_author_an_allowed_poster() {
        String one = hold(TALK, "ann@example.net", 1);
        site.done("held", "accept", one, "--always");
        assertThat(site.done("member", "show", TALK, "ann@example.net")).contains("poster");
        assertThat(site.done("member", "add", TALK, "bob@example.net", "--role", "poster")).contains("bob@example.net");
        assertThat(site.done("member", "list", TALK, "--role", "poster")).contains("ann@example.net", "bob@example.net");
    }

    @Test
    void a_forwarded_post_still_waits_and_shows_who_was_asked() {
        String one = hold(TALK, "ann@example.net", 1);
        JsonNode done = json(site.done("held", "forward", one, "expert@example.org", "owner@example.org", "--note", "Is this true?", "--json"));
        assertThat(done.path("state").stringValue()).isEqualTo("held");
        assertThat(done.path("forwardedTo").toString()).isEqualTo("[\"expert@example.org\",\"owner@example.org\"]");
        assertThat(state(one)).isEqualTo("held");
        assertThat(json(site.done("held", "show", one, "--json")).path("forwardedTo").toString()).isEqualTo(done.path("forwardedTo").toString());
        assertThat(site.done("audit", "show")).contains("held.forward", "to expert@example.org, owner@example.org");

        for (String[] refused : new String[][] {
                {one, "expert@example.org", "forwarded there already"}, {one, "nobody", "not an address"}, {one, TALK, "is a mailing list"},
                {one, "1@x.org,", "not an address"}, {"99", "1@x.org", "no post 99"}}) {
            Ran ran = site.run("held", "forward", refused[0], refused[1]);
            assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(ran.err()).contains(refused[2]);
        }
        Ran many = site.run("held", "forward", one, "1@x.org", "2@x.org", "3@x.org", "4@x.org");
        assertThat(many.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(many.err()).contains("5 addresses at most");
        site.done("held", "reject", one);
        assertThat(site.run("held", "forward", one, "1@x.org").err()).contains("it is rejected");
    }

    @Test
    void a_decided_post_is_named_as_what_it_became() {
        String one = hold(TALK, "ann@example.net", 1);
        site.done("held", "accept", one);
        Ran again = site.run("held", "reject", one);
        assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.err()).contains("it is released");
    }
}

package org.chancery.store;

import static org.chancery.kit.Unopened.unopened;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Envelope.Recipient;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/// What every test of the store begins with: an empty store and a clock that is moved by hand.
/// The subclass says on which engines it runs.
abstract class StoreTest {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Domain EXAMPLE = Domain.of("example.org");

    @Parameter
    Engines engine = Engines.SQLITE;

    Instant now = NOON;
    final InstantSource time = () -> now;
    final Random random = new Random(42);
    Stores.Site site = new Stores.Site("sqlite", java.nio.file.Path.of("."));
    Store store = unopened();

    @BeforeEach
    void open() {
        site = engine.site();
        store = Engines.open(site, time);
    }

    @AfterEach
    void close() {
        store.close();
    }

    Act act(String action, String object) {
        return new Act(now, "admin@example.org", "cli", action, object, "");
    }

    MailingList list(String local) {
        store.lists().addDomain(EXAMPLE, act("domain.add", "example.org"));
        return store.lists()
                .create(Address.of(local + "@example.org"), "discussion", Settings.DEFAULTS, "accept.", act("list.create", local))
                .orElseThrow();
    }

    void members(MailingList list, int count) {
        List<NewMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(member(list, "m" + i + "@example.net"));
        }
        store.members().addAll(members, act("member.import", list.listId()), _ -> {});
    }

    static NewMember member(MailingList list, String address) {
        return new NewMember(list.id(), Address.of(address), "", Role.MEMBER, Member.Preferences.DEFAULT);
    }

    Receipt receipt() {
        Envelope envelope = new Envelope(
                new MailFrom(Optional.of(Address.of("ann@example.com")), Optional.of(new Envelope.Submitter.Unknown()), false, true,
                        Optional.of("HDRS"), Optional.of("")),
                List.of(Recipient.of(Address.of("talk@example.org")),
                        new Recipient(Address.of("\"a b\"@example.org"), Optional.of("NEVER"), Optional.of("rfc822;x"))));
        return new Receipt(
                ReceiptId.create(now, random), now, Map.of("peer", "192.0.2.1", "helo", "a\tb\nc\\d"), envelope,
                Optional.of("<1@example.com>"), new byte[] {1, 2, 3}, new byte[] {7, 8, 9}, 5);
    }

    static Order order(MailingList list, Order.State state) {
        return new Order(
                list.id(), state, Optional.of(Address.of("Ann@example.com")),
                new Order.Judged("accept", "policy", 2, "accept.", "because", 1, 0, Map.of("spf", "pass"), "rule 1\nrule 2", Optional.of("a tag")));
    }

    static final byte[] OCTETS = "A: b\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Commits one post to the list and returns its receipt.
    Receipt post(MailingList list, Order.State state) {
        Receipt receipt = receipt();
        store.receipts().commit(receipt, OCTETS, List.of(order(list, state)), List.of(), () -> true);
        return receipt;
    }
}

package org.chancery.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.MemberCiphers;
import org.chancery.keyword.KeywordDoor;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.posting.Authentication;
import org.chancery.posting.ContentMac;
import org.chancery.posting.Disposition;
import org.chancery.posting.FactCollector;
import org.chancery.posting.LetterOpening;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.OutgoingPosts;
import org.chancery.posting.Posting;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.posting.Site;
import org.chancery.posting.SiteTokens;
import org.chancery.posting.Telling;
import org.chancery.posting.sealing.SealedPosts;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Technology;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.BounceTokens;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;

/// Lists with keys over a real store, and the line in front of and behind the queue.
///
/// Example: `try (var lists = EncryptedLists.in(folder)) { MailingList safe = lists.list("safe", settings); … }`.
public final class EncryptedLists implements AutoCloseable {
    public static final String DOMAIN = "lists.example.org";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();

    private final Path folder;
    private final OpenSsl openssl;
    private final Store store;
    private final TestKeyring keyring;
    private final Posting posting;
    private final OutgoingPosts outgoing;
    private final Author ofList;
    private final GivenKeys keys;
    private final Map<String, Author> authors = new HashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    private EncryptedLists(Path folder) throws IOException {
        this.folder = folder;
        this.openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        SealedBox box = new SealedBox(Secret.of(new byte[32]), RANDOM);
        this.store = Stores.open(new Stores.Site("sqlite", folder), new AuditChain(new byte[32]), CLOCK, () -> {});
        this.keyring = TestKeyring.of(store);
        byte[] key = new byte[32];
        SiteTokens tokens = new SiteTokens(new BounceTokens(key), new OneClickTokens(key), new LoopTokens(key));
        Site site = new Site(DOMAIN, Optional.of("https://" + DOMAIN), CLOCK, RANDOM);
        FactCollector facts = new FactCollector(store.members(), store.lists(), store.receipts(), (_, _) -> false, tokens);
        this.posting = new Posting(
                keyring.stations(Authentication.ofSessions(), facts), store.receipts(), new ContentMac(key), site, Telling.NOBODY, () -> {});
        this.outgoing = new OutgoingPosts(
                store.receipts(), store.lists(), tokens, new KeyCabinet(store.signingKeys(), box, RANDOM), new SealedPosts(keyring.keyrings(), keyring.autocrypt(store), new MemberCiphers(store.keys().members(), CLOCK), new OpeningBudget(64 << 20), CLOCK, RANDOM), new ContentMac(key), site);
        this.ofList = Author.in(folder, openssl, "list@" + DOMAIN);
        this.keys = new GivenKeys(store, keyring.box(), openssl.read("ca.pem"));
        store.lists().addDomain(Domain.of(DOMAIN), act());
    }

    public static EncryptedLists in(Path folder) throws IOException {
        return new EncryptedLists(folder);
    }

    @Override
    public void close() {
        store.close();
    }

    public Store store() {
        return store;
    }

    public OpenSsl openssl() {
        return openssl;
    }

    private static Act act() {
        return new Act(CLOCK.instant(), "test", "cli", "test", "x", "");
    }

    /// Whose certificates the authority of the test made; the same again for the same address.
    public Author author(String address) {
        return authors.computeIfAbsent(address, _ -> Author.in(folder, openssl, address));
    }

    /// Somebody with keys of his own making.
    public Author author(Author special) {
        authors.put(special.address(), special);
        return special;
    }

    public Path folder() {
        return folder;
    }

    /// An authority besides, in PEM.
    public void trust(MailingList list, byte[] given) {
        keys.trust(list, given);
    }

    /// The keys of all lists.
    public Author ofList() {
        return ofList;
    }

    /// What opens commands to the lists.
    public KeywordDoor door() {
        return new KeywordDoor(keyring.keyrings(), keyring.memory(), new LetterOpening(new OpeningBudget(64 << 20), keyring.unopened()));
    }

    /// A list that accepts whatever its settings let pass.
    public MailingList list(Map<Setting, String> settings) {
        return list(settings, "accept when from anyone. otherwise refuse.");
    }

    public MailingList list(Map<Setting, String> settings, String policy) {
        MailingList list = store.lists().create(
                Address.of("l" + number.incrementAndGet() + "@" + DOMAIN), "discussion", new Settings(settings), policy, act()).orElseThrow();
        keys.toList(list, ofList);
        return list;
    }

    public TestKeyring keyring() {
        return keyring;
    }

    /// A member whose keys in `technologies` are active.
    public void member(MailingList list, String address, Technology... technologies) {
        add(list, Role.MEMBER, address, technologies);
    }

    public void add(MailingList list, Role role, String address, Technology... technologies) {
        store.members().add(new NewMember(list.id(), Address.of(address), "", role, Preferences.DEFAULT), act()).orElseThrow();
        keys(list, address, technologies);
    }

    /// These keys of a member are active from now on.
    public void keys(MailingList list, String address, Technology... technologies) {
        keys.toMember(list, author(address), technologies);
    }

    private static Received received(MailingList list, String from, byte[] message) {
        return received(list, from, message, CLOCK.instant(), "192.0.2.1");
    }

    /// `peer`: the host outside that brings it.
    public static Received received(MailingList list, String from, byte[] message, Instant at, String peer) {
        Session session = new Session(Session.Door.MX, peer, "mx.example.net", Optional.empty(), Optional.empty(), false, false);
        Envelope envelope = new Envelope(Envelope.MailFrom.of(Address.of(from)), List.of(Envelope.Recipient.of(list.address())));
        return new Received(ReceiptId.create(at, RANDOM), at, session, envelope, message);
    }

    /// What the line decides, in a word, without doing it.
    public String judge(MailingList list, String from, byte[] message) {
        return posting.test(received(list, from, message), Message.parse(message).orThrow(), list).decision();
    }

    /// And why.
    public String reason(MailingList list, String from, byte[] message) {
        return posting.test(received(list, from, message), Message.parse(message).orThrow(), list).reason();
    }

    public Disposition post(MailingList list, String from, byte[] message) {
        return posting.receive(received(list, from, message), List.of(list), () -> true).getFirst();
    }

    /// A post that was taken, ready to go out.
    public PreparedPost prepared(Disposition disposition) {
        if (!(disposition instanceof Disposition.Accepted(ReceiptId receipt))) {
            throw new AssertionError("not accepted: " + disposition);
        }
        Post post = store.receipts().posts(receipt).getFirst();
        return outgoing.prepare(post.id()).orElseThrow();
    }

    public CopyContent content(PreparedPost post, MailingList list, String member) {
        long membership = store.members().find(list.id(), Address.of(member), Role.MEMBER).orElseThrow().number().value();
        return post.contentFor(OptionalLong.of(membership), Address.of(member));
    }

    /// The octets of a copy as they go over the wire.
    public static byte[] octets(PreparedPost post, CopyContent content) {
        var out = new ByteArrayOutputStream();
        switch (content) {
            case CopyContent.Shared(byte[] fields) -> {
                out.writeBytes(fields);
                out.writeBytes(post.shared());
            }
            case CopyContent.Sliced(byte[] fields, List<byte[]> slices) -> {
                out.writeBytes(fields);
                slices.forEach(out::writeBytes);
            }
            case CopyContent.NotYet(String reason) -> throw new AssertionError("not yet: " + reason);
            case CopyContent.Withheld(String status, String reason) -> throw new AssertionError("withheld: " + status + " " + reason);
        }
        return out.toByteArray();
    }

    public static String text(byte[] octets) {
        return new String(octets, UTF_8);
    }
}

package org.chancery.subscription;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.ConfirmTokens;
import org.slf4j.LoggerFactory;

/// Lists over a fresh SQLite store, with a clock that is moved by hand and every mail that would be sent.
final class TestLists implements AutoCloseable {
    static final String HOST = "lists.example.org";
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Address ADMINISTRATOR = Address.of("admin@example.org");

    static {
        ((Logger) LoggerFactory.getLogger("org.flywaydb")).setLevel(Level.WARN);
    }

    Instant now = NOON;
    final Store store;
    final ConfirmTokens tokens = new ConfirmTokens(key());
    final Enrolment enrolment;
    private final Random random = new Random(7);

    TestLists() {
        try {
            store = Stores.open(
                    new Stores.Site("sqlite", Files.createTempDirectory("subscription"), OptionalLong.of(0), Duration.ofSeconds(30)),
                    new AuditChain(new byte[32]), () -> now, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.lists().addDomain(Address.of("x@" + HOST).domain(), act());
        enrolment = Enrolment.over(new Surroundings(
                store.lists(), store.members(), store.requests(), new Bans(store.bans()), tokens,
                new NoticeWriter(new Texts(), HOST, () -> now, random), () -> Optional.of("https://" + HOST), () -> List.of(ADMINISTRATOR),
                () -> now, random, () -> {}));
    }

    private static byte[] key() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 9);
        return key;
    }

    Act act() {
        return new Act(now, "test", "cli", "test", "-", "");
    }

    Subscriptions subscriptions() {
        return enrolment.subscriptions();
    }

    MailingList list(String name, Map<Setting, String> settings) {
        Lists lists = store.lists();
        return lists.create(Address.of(name + "@" + HOST), "discussion", new Settings(settings), "otherwise refuse.", act()).orElseThrow();
    }

    Member add(MailingList list, String address, Role role) {
        return store.members().add(new Members.NewMember(list.id(), Address.of(address), "", role, Member.Preferences.DEFAULT), act()).orElseThrow();
    }

    boolean isMember(MailingList list, String address) {
        return store.members().find(list.id(), Address.of(address), Role.MEMBER).isPresent();
    }

    Wish wish(MailingList list, String address) {
        return Wish.of(list, Address.of(address), Door.MAIL, Asker.ANYBODY);
    }

    void ban(Optional<MailingList> list, String target) {
        enrolment.bans().add(new Ban(list.map(MailingList::id), Ban.parse(target).orThrow()), act());
    }

    /// What was queued since it was last asked for.
    List<Mail> mails() {
        List<Mail> mails = new ArrayList<>();
        for (List<ChunkClaim> claims = claim(); !claims.isEmpty(); claims = claim()) {
            claims.forEach(claim -> mails.add(new Mail(store.receipts().notice(claim.chunk().posting()).orElseThrow())));
        }
        return mails;
    }

    private List<ChunkClaim> claim() {
        return store.queue().claimChunks(100, now);
    }

    /// The one mail there must be.
    Mail mail() {
        List<Mail> mails = mails();
        if (mails.size() != 1) {
            throw new AssertionError("mails: " + mails.stream().map(mail -> mail.notice().kind()).toList());
        }
        return mails.getFirst();
    }

    record Mail(Notice notice) {
        Message message() {
            return Message.parse(notice.message()).orThrow();
        }

        String header(String name) {
            return message().headers().first(name).map(header -> header.value().strip()).orElse("");
        }

        String text() {
            return message().root().text();
        }

        String token() {
            String replyTo = header("Reply-To");
            return replyTo.substring(replyTo.indexOf("confirm+") + "confirm+".length(), replyTo.indexOf('@'));
        }

        /// The same mail for whom it is written, in other words: without what must differ from mail to mail.
        String shape(String address) {
            return header("From") + "\n" + header("Subject") + "\n" + text().replace(address, "ADDRESS").replaceAll("/c/[a-z2-7]+", "/c/TOKEN");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}

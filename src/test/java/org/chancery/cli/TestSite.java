package org.chancery.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.Administration;
import org.chancery.administration.Backups;
import org.chancery.administration.Injector;
import org.chancery.administration.SiteBackups;
import org.chancery.archive.ArchivedPosts;
import org.chancery.archive.DigestBuilder;
import org.chancery.archive.DigestDesk;
import org.chancery.archive.Issues;
import org.chancery.audit.AuditChain;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.SignatureMemory;
import org.chancery.mail.Domain;
import org.chancery.moderation.Desk;
import org.chancery.moderation.Moderation;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.policy.Checks;
import org.chancery.policy.PolicyParser;
import org.chancery.posting.Authentication;
import org.chancery.posting.Order;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.sender.Inviting;
import org.chancery.sender.PasswordRule;
import org.chancery.sender.Registry;
import org.chancery.sender.Verifiers;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.subscription.Bans;
import org.chancery.subscription.Enrolment;
import org.chancery.subscription.Surroundings;
import org.chancery.token.ConfirmTokens;

/// A site on a real SQLite store in a folder of the test, and commands run on it as a person types them.
final class TestSite implements ServicesOpener {
    private final Path data;

    TestSite(Path data) {
        this.data = data;
    }

    /// What a command printed and how it ended.
    record Ran(int exit, String out, String err) {}

    Ran run(String... line) {
        return run(InputStream.nullInputStream(), line);
    }

    Ran runWith(String stdin, String... line) {
        return run(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)), line);
    }

    Ran run(InputStream stdin, String... line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Cli.run(Arrays.asList(line), new Streams(stdin, out, err, false), "anna", _ -> Map.of(), this);
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs a line that must succeed.
    String done(String... line) {
        Ran ran = run(line);
        if (ran.exit() != ExitCode.DONE) {
            throw new AssertionError(String.join(" ", line) + " ended with " + ran);
        }
        return ran.out();
    }

    @Override
    public Site locate(GlobalOptions options) {
        return new Site(options.data().orElse(data), false);
    }

    @Override
    public Services open(Site site) {
        return new Opened(Stores.open(new Stores.Site("sqlite", site.data()), new AuditChain(new byte[32]), InstantSource.system(), () -> {}));
    }

    @Override
    public String restore(Site site, InputStream backup, boolean dryRun) throws IOException {
        return backup.readAllBytes().length + " octets" + (dryRun ? " would be restored." : " restored.");
    }

    private static KeyCabinet signing(Store store) {
        SecureRandom random = new SecureRandom();
        return new KeyCabinet(store.signingKeys(), new SealedBox(Secret.of(new byte[32]), random), random);
    }

    /// The line is not under test here: it takes what names a list that exists, and judges by nothing but its size.
    static final class Opened implements Services {
        private final Store store;
        private final Administration administration;

        Opened(Store store) {
            this.store = store;
            this.administration = Administration.over(
                    new Administration.Ports(
                        store.lists(), store.listRequests(), store.members(), store.accounts(), store.persons(), store.audit(), store.receipts(),
                        store.queue(), store.texts(), enrolment(store), store.outbox(), senders(store), signing(store), keyring(store), store.answers()),
                    new Administration.Line(
                            (list, as, message, act) -> as.isPresent()
                                    ? new Injector.Reply(true, "250 2.0.0 accepted " + message.length)
                                    : new Injector.Reply(false, "550 5.7.1 " + list.address() + " takes no mail from nobody"),
                            (list, message) -> new Order.Judged("hold", "policy", 1, "hold when size over 1 KB", "too long: " + message.length,
                                    list.policy().version(), 1, Map.of("size", String.valueOf(message.length)), "yes policy rule 1"),
                            settings -> settings.set().isEmpty() ? Checks.NONE
                                    : new Checks(PolicyParser.parseChecks("max_size", "hold when size over 1 KB.").orThrow()),
                            desk(store), digests(store), new ArchivedPosts(store.archive(), keyring(store).archive()), _ -> List.of("list header fields"), () -> {}),
                    InstantSource.system(), new SecureRandom());
        }

        private static Desk desk(Store store) {
            NoticeWriter writer = new NoticeWriter(new Texts(), "lists.example.org", InstantSource.system(), new SecureRandom());
            return Moderation.over(
                            new Moderation.Ports(store.lists(), store.members(), store.receipts(), store.heldPosts(), store.answers(), store.outbox()),
                            new Moderation.Surroundings(
                                    List::of, writer, tokens(), Optional::empty, Authentication.ofSessions(), InstantSource.system(), new SecureRandom(), () -> {}))
                    .desk();
        }

        private static ConfirmTokens tokens() {
            byte[] key = new byte[32];
            Arrays.fill(key, (byte) 7);
            return new ConfirmTokens(key);
        }

        private static Keyring keyring(Store store) {
            SecureRandom random = new SecureRandom();
            NoticeWriter writer = new NoticeWriter(new Texts(), "lists.example.org", InstantSource.system(), random);
            return Keyring.over(store.keys(), new KeyBox(new SealedBox(Secret.of(new byte[32]), random)), new SignatureMemory(store.keys().accepted(), Secret.of("memory")),
                    new MemberKeyDesk.Surroundings(store.lists(), store.members(), writer, tokens(), List::of, InstantSource.system(), random, () -> {}));
        }

        private static Registry senders(Store store) {
            SecureRandom random = new SecureRandom();
            NoticeWriter writer = new NoticeWriter(new Texts(), "lists.example.org", InstantSource.system(), random);
            return Registry.over(store.senders(), new Verifiers(new byte[32]), new Inviting.Surroundings(
                    Domain.of("lists.example.org"), store.lists(), tokens(), writer, () -> Optional.of("https://lists.example.org"), InstantSource.system(), random, () -> {}),
                    PasswordRule.SEPARATE);
        }

        private static Enrolment enrolment(Store store) {
            SecureRandom random = new SecureRandom();
            NoticeWriter writer = new NoticeWriter(new Texts(), "lists.example.org", InstantSource.system(), random);
            return Enrolment.over(new Surroundings(
                    store.lists(), store.members(), store.requests(), new Bans(store.bans()), tokens(), writer,
                    Optional::empty, List::of, InstantSource.system(), random, () -> {}));
        }

        private static DigestDesk digests(Store store) {
            Issues issues = new Issues(store.digests(), new DigestBuilder(new SecureRandom()), (list, post) -> post, new Texts(), "example.org", Optional::empty);
            return new DigestDesk(store.digests(), store.lists(), issues, InstantSource.system(), () -> {});
        }

        Store store() {
            return store;
        }

        @Override
        public Administration administration() {
            return administration;
        }

        @Override
        public SiteBackups backups() {
            return new SiteBackups(new Backups() {
                @Override
                public void write(OutputStream out) throws IOException {
                    out.write(new byte[300_000]);
                }

                @Override
                public List<String> verify() {
                    return store.audit().verify().map(List::of).orElse(List.of());
                }
            }, store.audit(), InstantSource.system());
        }

        @Override
        public void close() {
            store.close();
        }
    }
}

package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.keyring.MemberKeyLife.Event;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.chancery.token.ConfirmTokens;

/// The keys of members as every door brings them: by mail, by page, by command. Each step is one of [MemberKeyLife], is stored with its
/// mails and its audit entry in one transaction, and is done again when somebody else was quicker.
///
/// Example: `desk.upload(list, address, attachment, MemberKey.Source.MAIL, new By(address.key(), "mail"))`, then the answer to the
/// challenge: `desk.answer(token, message, receivedAt, author)`.
public final class MemberKeyDesk {
    private final Ports ports;
    private final Lists lists;
    private final KeyLetters letters;
    private final MemberKeySteps steps;
    private final NamedKeys named;
    private final ChallengeAnswers challenges;
    private final Surroundings site;

    /// What it stands on. `wake` is told when mail waits.
    public record Surroundings(
            Lists lists, Members members, NoticeWriter writer, ConfirmTokens tokens, Supplier<List<Address>> administrators,
            InstantSource clock, SecureRandom random, Runnable wake) {}

    public MemberKeyDesk(Ports ports, ListKeyrings keyrings, SignatureMemory memory, Surroundings site) {
        this.ports = ports;
        this.lists = site.lists();
        this.letters = new KeyLetters(new KeyLetters.Surroundings(site.members(), site.writer(), site.tokens(), site.administrators(), site.random()), keyrings);
        this.steps = new MemberKeySteps(ports, letters, site.clock(), site.wake());
        this.named = new NamedKeys(ports, steps, site.clock());
        this.challenges = new ChallengeAnswers(ports, keyrings, memory, letters, steps, site);
        this.site = site;
    }

    /// What is said of keys by their fingerprints.
    public NamedKeys named() {
        return named;
    }

    /// What a key that was handed in became, and its fingerprint.
    public record Handed(What what, String fingerprint, Slot slot) {
        public enum What {
            /// A mail went out that asks for proof.
            CHALLENGED,
            /// Newer self-signatures of the active key are known now.
            RENEWED,
            /// Nothing was new.
            KNOWN,
            ACTIVE,
            REVOKED
        }
    }

    public List<MemberKey> of(MailingList list) {
        return ports.members().of(list.id());
    }

    public List<MemberKey> of(MailingList list, Address address) {
        return ports.members().of(list.id(), address);
    }

    /// A key or a revocation, from whoever it comes: a revocation works at once, another key than the active one is challenged.
    public Outcome<Handed> upload(MailingList list, Address address, byte[] file, MemberKey.Source source, By by) {
        return handIn(list, address, file, source, by, false);
    }

    /// The administrator of the site says that the key counts.
    public Outcome<Handed> install(MailingList list, Address address, byte[] file, By by) {
        return handIn(list, address, file, MemberKey.Source.ADMINISTRATOR, by, true);
    }

    private Outcome<Handed> handIn(MailingList list, Address address, byte[] file, MemberKey.Source source, By by, boolean isInstalled) {
        Optional<OpenPgpCertificate> revoked = steps.ring(list, address, Slot.OPENPGP).predecessor()
                .flatMap(MemberKeyDesk::openPgp).flatMap(certificate -> OpenPgpUpload.revoked(certificate, file));
        if (revoked.isPresent()) {
            return revoked(list, address, revoked.get(), by);
        }
        return switch (Uploaded.read(file, site.clock().instant())) {
            case Parsed.Malformed<Uploaded>(int _, String why) -> Outcome.refused("The key was not taken: " + why + ".");
            case Parsed.Value<Uploaded>(Uploaded key) -> handIn(list, address, key, source, by, isInstalled);
        };
    }

    private Outcome<Handed> handIn(MailingList list, Address address, Uploaded key, MemberKey.Source source, By by, boolean isInstalled) {
        Instant now = site.clock().instant();
        MemberRing ring = steps.ring(list, address, key.slot());
        Optional<MemberKey> active = ring.active().filter(known -> known.fingerprint().equals(key.fingerprint()));
        if (active.isPresent()) {
            return renewed(list, active.get(), key, by);
        }
        if (ring.isOver(key.fingerprint())) {
            return Outcome.refused("The key " + key.fingerprint() + " was revoked. Make a new one.");
        }
        Optional<String> lack = Capability.lacks(list, key, isInstalled, now);
        if (lack.isPresent()) {
            return Outcome.refused(lack.get());
        }
        Optional<Address> other = isInstalled ? ports.members().otherUser(list.id(), key.fingerprint(), address) : Optional.empty();
        if (other.isPresent()) {
            return Outcome.refused(taken(list, key.fingerprint(), other.get()));
        }
        MemberKey given = key.of(list.id(), address, MemberKey.State.PENDING, source, now);
        Event event = isInstalled ? Event.INSTALLED : Event.UPLOADED;
        MemberKey challenged = isInstalled ? given : given.challenged(challengeId());
        List<Notice> mails = isInstalled ? List.of() : List.of(letters.challenge(list, challenged, key.reader(now), now));
        return steps.step(list, address, key.slot(), event, Optional.of(challenged), by, mails)
                .<Outcome<Handed>>map(_ -> Outcome.done(new Handed(isInstalled ? Handed.What.ACTIVE : Handed.What.CHALLENGED, key.fingerprint(), key.slot())))
                .orElseGet(MemberKeyDesk::busy);
    }

    private static String taken(MailingList list, String fingerprint, Address other) {
        return "The key " + fingerprint + " counts for " + other + " on " + list.address() + ", and a key is one person's. \"chancery key revoke " + list.address() + " " + other + "\" takes it out of force there.";
    }

    private long challengeId() {
        long id = site.random().nextLong();
        return id == 0 ? 1 : id;
    }

    private static <T> Outcome<T> busy() {
        return Outcome.busy();
    }

    private Outcome<Handed> renewed(MailingList list, MemberKey active, Uploaded key, By by) {
        if (!(key instanceof Uploaded.OpenPgp(OpenPgpCertificate newer, Optional<Instant> _))) {
            return Outcome.done(new Handed(Handed.What.KNOWN, active.fingerprint(), active.slot()));
        }
        OpenPgpCertificate merged = openPgp(active).flatMap(known -> OpenPgpUpload.merged(known, newer)).orElse(newer);
        if (merged.isRevoked()) {
            return revoked(list, active.address(), merged, by);
        }
        if (Arrays.equals(merged.encoded(), active.certificate())) {
            return Outcome.done(new Handed(Handed.What.KNOWN, active.fingerprint(), active.slot()));
        }
        Instant now = site.clock().instant();
        MemberKey longer = active.renewed(merged.encoded(), KeyCare.expires(merged, now), now);
        return steps.step(list, active.address(), active.slot(), Event.RENEWED, Optional.of(longer), by, List.of())
                .<Outcome<Handed>>map(_ -> Outcome.done(new Handed(Handed.What.RENEWED, active.fingerprint(), active.slot()))).orElseGet(MemberKeyDesk::busy);
    }

    /// News of the key that is in force, wherever they come from. Nothing happens when that is another key meanwhile, or in `file`.
    Optional<Handed> refreshed(MailingList list, Address address, String fingerprint, byte[] file, By by) {
        Optional<MemberKey> active = steps.ring(list, address, Slot.OPENPGP).active().filter(key -> key.fingerprint().equals(fingerprint));
        Optional<Uploaded> news = Uploaded.read(file, site.clock().instant()).toOptional().filter(key -> key.slot() == Slot.OPENPGP && key.fingerprint().equals(fingerprint));
        return active.flatMap(key -> news.flatMap(newer -> renewed(list, key, newer, by).toOptional()));
    }

    private Outcome<Handed> revoked(MailingList list, Address address, OpenPgpCertificate revoked, By by) {
        Instant now = site.clock().instant();
        Optional<MemberKey> given = steps.ring(list, address, Slot.OPENPGP).predecessor().map(known -> known.renewed(revoked.encoded(), Optional.of(now), now));
        return steps.step(list, address, Slot.OPENPGP, Event.REVOKED, given, by, List.of())
                .<Outcome<Handed>>map(_ -> Outcome.done(new Handed(Handed.What.REVOKED, revoked.fingerprint(), Slot.OPENPGP))).orElseGet(MemberKeyDesk::busy);
    }

    /// A revocation of which only the key is known, not whose it is: it works wherever the key counts. Gives how many keys were revoked.
    public int revokeEverywhere(MailingList list, byte[] file, By by) {
        int revoked = 0;
        Optional<String> issuer = OpenPgpUpload.revokes(file);
        for (MemberKey key : issuer.isEmpty() ? List.<MemberKey>of() : ports.members().of(list.id())) {
            Optional<OpenPgpCertificate> gone = (key.isActive() || key.state() == MemberKey.State.WITHDRAWN) && key.fingerprint().endsWith(issuer.orElseThrow()) ? openPgp(key).flatMap(known -> OpenPgpUpload.revoked(known, file)) : Optional.empty();
            revoked += gone.isPresent() && revoked(list, key.address(), gone.get(), by) instanceof Outcome.Done<Handed> ? 1 : 0;
        }
        return revoked;
    }

    /// Whose list a token of a challenge, or the id in it, belongs to; empty for other tokens.
    public Optional<MailingList> listOf(String token) {
        return ConfirmTokens.readId(token).flatMap(this::listOf);
    }

    public Optional<MailingList> listOf(long challenge) {
        return ports.members().challenged(challenge).flatMap(key -> lists.find(key.list()));
    }

    /// The answer to a challenge: a mail of the address of the key to a token address. With the token in what a key of this person signs that is in use, it
    /// also agrees to the change. False when the token does not hold, is over, or the author is somebody else.
    public boolean answer(String token, Message message, Instant receivedAt, Address author) {
        return challenges.take(token, message, receivedAt, author, site.clock().instant());
    }

    /// An owner is sure that a proved key is the member's; it counts after [MemberRing#COOLING]. Where several wait, `wanted` says which one he means.
    public Outcome<MemberKey> approve(MailingList list, Address address, Optional<Fingerprint> wanted, By by) {
        return onOne(list, address, wanted, Event.APPROVED, by, "has no key that was proved and waits. \"chancery key list " + list.address() + " " + address + "\" names its keys.");
    }

    /// The administrator of the site says that the key on its way counts at once.
    public Outcome<MemberKey> approveNow(MailingList list, Address address, Optional<Fingerprint> wanted, By by) {
        for (MemberKey open : onTheirWay(list, address, wanted, Event.INSTALLED)) {
            Optional<Address> other = ports.members().otherUser(list.id(), open.fingerprint(), address);
            if (other.isPresent()) {
                return Outcome.refused(taken(list, open.fingerprint(), other.get()));
            }
        }
        return onOne(list, address, wanted, Event.INSTALLED, by, "has no key on its way.");
    }

    /// The member or an owner does not want what is on its way: all of it.
    public Outcome<List<MemberKey>> object(MailingList list, Address address, By by) {
        List<MemberKey> dropped = onTheirWay(list, address, Optional.empty(), Event.OBJECTED).stream()
                .filter(open -> steps.step(list, MemberKeySteps.Happening.of(open, Event.OBJECTED), by).isPresent()).toList();
        return dropped.isEmpty() ? Outcome.refused(address + " has no key on its way.") : Outcome.done(dropped);
    }

    private List<MemberKey> onTheirWay(MailingList list, Address address, Optional<Fingerprint> wanted, Event event) {
        return Stream.of(Slot.values()).map(slot -> steps.ring(list, address, slot)).filter(ring -> MemberKeyLife.step(ring.standing(), event).isPresent())
                .flatMap(ring -> ring.open().stream()).filter(open -> wanted.filter(key -> !key.hex().equalsIgnoreCase(open.fingerprint())).isEmpty()).toList();
    }

    /// Whoever agrees has seen one fingerprint; which of several that was nobody guesses.
    private Outcome<MemberKey> onOne(MailingList list, Address address, Optional<Fingerprint> wanted, Event event, By by, String nothing) {
        List<MemberKey> open = onTheirWay(list, address, wanted, event);
        if (open.size() > 1) {
            return Outcome.refused(address + " has several keys on their way: " + open.stream().map(key -> key.slot().word() + " " + key.fingerprint()).collect(Collectors.joining(", "))
                    + ". Say which one you mean: \"chancery key approve " + list.address() + " " + address + " --fingerprint FINGERPRINT\".");
        }
        boolean isDone = !open.isEmpty() && steps.step(list, MemberKeySteps.Happening.of(open.getFirst(), event)
                .when(ring -> ring.open().filter(key -> key.fingerprint().equals(open.getFirst().fingerprint())).isPresent()), by).isPresent();
        return isDone ? Outcome.done(open.getFirst()) : Outcome.refused(address + " " + nothing);
    }

    /// The active key of the technology counts no more, without a revocation made with it: of all technologies when none is given. The next one of this
    /// person waits for an owner and [MemberRing#COOLING]; only a revocation, or the administrator of the site, spares it that.
    public Outcome<List<MemberKey>> revoke(MailingList list, Address address, Optional<Technology> technology, By by) {
        List<MemberKey> revoked = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            Optional<MemberKey> active = technology.filter(wanted -> wanted != slot.technology()).isPresent() ? Optional.empty() : steps.ring(list, address, slot).active();
            if (active.isPresent() && steps.step(list, address, slot, Event.WITHDRAWN, active, by, List.of()).isPresent()) {
                revoked.add(active.get());
            }
        }
        return revoked.isEmpty() ? Outcome.refused(address + " has no active key on " + list.address() + ".") : Outcome.done(revoked);
    }

    /// The active key, armoured or in PEM; of the technology that is wanted, else the first there is.
    public Outcome<byte[]> export(MailingList list, Address address, Optional<Technology> technology) {
        Optional<MemberKey> key = ports.members().of(list.id(), address).stream()
                .filter(known -> known.isActive() && technology.filter(wanted -> wanted != known.slot().technology()).isEmpty()).findFirst();
        return key.flatMap(known -> Uploaded.read(known.certificate(), site.clock().instant()).toOptional()).map(Uploaded::shown).map(Outcome::done)
                .orElseGet(() -> Outcome.refused(address + " has no active key on " + list.address() + ". \"chancery key list " + list.address() + " " + address + "\" names its keys."));
    }

    public boolean prefer(MailingList list, Address address, Technology technology, By by) {
        return ports.members().prefer(list.id(), address, technology, by.act(site.clock().instant(), "key.prefer", address.key(), "list " + list.id() + ", " + technology.word()));
    }

    /// The mail with a challenge came back: the address does not work, so nothing is to be proved.
    public void bounced(long challenge) {
        ports.members().challenged(challenge).filter(key -> key.state() == MemberKey.State.PENDING).ifPresent(key -> lists.find(key.list())
                .ifPresent(list -> steps.step(list, key.address(), key.slot(), Event.OBJECTED, Optional.empty(), new By("server", "bounce"), List.of())));
    }

    /// A key that stood in the header of a mail of `seen`; it counts for nothing. False when it is known, or a newer one is.
    boolean noticed(MailingList list, Address address, Uploaded key, MemberKey.Source source, Instant seen) {
        MemberRing ring = steps.ring(list, address, key.slot());
        Instant now = site.clock().instant();
        Optional<MemberRing> after = ring.noticed(key.of(list.id(), address, MemberKey.State.CANDIDATE, source, seen).in(MemberKey.State.CANDIDATE, Optional.empty(), now));
        return after.isPresent() && ports.members().replace(list.id(), address, key.slot(), ring.person(), after.get().keys(),
                List.of(new Act(now, address.key(), "mail", "key.candidate", address.key(), MemberKeySteps.detail(list, key.slot(), key.fingerprint(), source.word()))), List.of());
    }

    /// Keys whose three days are over count from now on. Returns how many.
    public int activateCooled(Instant now) {
        int activated = 0;
        for (MemberKey key : ports.members().cooled(now)) {
            Optional<MailingList> list = lists.find(key.list());
            activated += list.isPresent() && steps.step(list.get(), key.address(), key.slot(), Event.COOLED, Optional.empty(), new By("server", "housekeeping"), List.of()).isPresent() ? 1 : 0;
        }
        return activated;
    }

    private static Optional<OpenPgpCertificate> openPgp(MemberKey key) {
        return OpenPgpKeyring.read(key.certificate(), List.of()).toOptional().map(read -> read.certificates().getFirst());
    }
}

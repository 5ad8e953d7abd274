package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every message passes before anything of it is stored, logged or sent: secrets are taken out, and a secret that stood where it may is
/// looked at (table 3.4 of authorisation.md, whose rows the methods name). From outside, a wrong, ended or unknown secret looks like none.
///
/// Example: `switch (border.pass(message, carried)) { case Passage.Passed(Message swept, Presented presented) -> … }`.
public final class SecretBorder implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(SecretBorder.class);
    static final Passage.Refused CANNOT_REMOVE = new Passage.Refused(550, "5.7.1",
            "A posting key or password stands in an attachment or a signed part and cannot be taken out; it was ended. Put it in a header field");
    private static final Passage.Refused TWO = new Passage.Refused(550, "5.5.0", "This message carries two different posting keys or passwords");
    private static final Passage.Refused CLEARTEXT = new Passage.Refused(523, "5.7.10",
            "A posting key came over a connection without encryption and was ended; use TLS or submission");
    private static final Passage.Refused DISCLOSED = new Passage.Refused(550, "5.7.1",
            "The password was sent to other people (To or Cc); it has been revoked");
    private static final Passage.Refused TOO_MANY = new Passage.Refused(451, "4.7.0", "Too many wrong posting keys from here; try again later");
    private static final Duration ANSWERS_AFTER = Duration.ofMillis(250);
    private final Ports ports;
    private final Members members;
    private final Verifiers verifiers;
    private final Predicate<Address> isOurs;
    private final Warnings warnings;
    private final Attempts attempts;
    private final Passwords passwords;

    /// `isOurs`: is it an address of this site?
    public SecretBorder(Ports ports, Members members, Verifiers verifiers, Predicate<Address> isOurs, Warnings warnings, PasswordRule rule, RandomGenerator random) {
        this.ports = ports;
        this.members = members;
        this.verifiers = verifiers;
        this.isOurs = isOurs;
        this.warnings = warnings;
        this.attempts = new Attempts(ports.failures());
        this.passwords = new Passwords(ports, members, rule, warnings, random, ANSWERS_AFTER);
    }

    @Override
    public boolean isAuthorised(MailingList list, Address author, Instant now) {
        return ports.grants().permits(list.id(), author, now).isPresent();
    }

    @Override
    public Passage pass(Message message, Carried carried) {
        return switch (Inspection.of(message)) {
            case Inspection.Clean(Message same) -> new Passage.Passed(same, Presented.NOTHING); // A1
            case Inspection.Stuck(Inspection.Secrets secrets) -> stuck(secrets, carried);
            case Inspection.Removed(Message swept, Inspection.Secrets secrets) -> swept(message, swept, secrets, carried);
        };
    }

    /// A4.
    private Passage stuck(Inspection.Secrets secrets, Carried carried) {
        secrets.keys().forEach(key -> end(key, carried, "it stood in an attachment or in a signed part"));
        LOG.info("sender.sweep outcome=refused keys={}", secrets.keys().size());
        return CANNOT_REMOVE;
    }

    private Passage swept(Message original, Message swept, Inspection.Secrets secrets, Carried carried) {
        LOG.info("sender.sweep outcome=removed keys={}", secrets.keys().size());
        Set<String> different = new LinkedHashSet<>(secrets.presented());
        different.addAll(secrets.keys());
        if (different.size() > 1 && !secrets.keys().isEmpty()) { // A5
            misplaced(secrets, carried);
            return TWO;
        }
        Optional<String> key = secrets.keys().stream().findFirst();
        return key.isPresent() ? keyed(original, swept, key.get(), secrets, carried) : worded(original, swept, secrets, carried);
    }

    /// A word that has not the form of a key may be a password. What is none is only taken out: to refuse it would tell who has one.
    private Passage worded(Message original, Message swept, Inspection.Secrets secrets, Carried carried) {
        if (secrets.presented().size() != 1 || !carried.isPost()) {
            return new Passage.Passed(swept, Presented.NOTHING);
        }
        String word = secrets.presented().getFirst();
        return switch (passwords.of(word, secrets.approving().contains(word), carried)) {
            case Passwords.Worth.None() -> new Passage.Passed(swept, Presented.NOTHING);
            case Passwords.Worth.Later() -> TOO_MANY;
            case Passwords.Worth.Good(Credential credential) when carried.cleartext() -> { // A2
                end(credential, carried, "it came over a connection without encryption");
                yield CLEARTEXT;
            }
            case Passwords.Worth.Good(Credential credential) when isDisclosed(original) -> { // A3
                end(credential, carried, "the message went to people outside of the lists, too");
                yield DISCLOSED;
            }
            case Passwords.Worth.Good(Credential credential) -> new Passage.Passed(swept, worth(swept, credential, carried));
        };
    }

    private void misplaced(Inspection.Secrets secrets, Carried carried) {
        secrets.keys().stream().filter(key -> !secrets.presented().contains(key)).forEach(key -> end(key, carried, "it stood in the text of a message"));
    }

    private Passage keyed(Message original, Message swept, String text, Inspection.Secrets secrets, Carried carried) {
        if (attempts.isOver(carried.source(), carried.at())) {
            return TOO_MANY;
        }
        if (carried.cleartext()) { // A2
            end(text, carried, "it came over a connection without encryption");
            return CLEARTEXT;
        }
        if (isDisclosed(original)) { // A3
            end(text, carried, "the message went to people outside of the lists, too");
            return DISCLOSED;
        }
        if (secrets.exposed() || !secrets.presented().contains(text)) {
            end(text, carried, secrets.exposed() ? "it stood in the subject or another field that everybody sees" : "it stood in the text of a message");
            return new Passage.Passed(swept, Presented.NOTHING);
        }
        return new Passage.Passed(swept, carried.isPost() ? verified(swept, text, carried) : Presented.NOTHING);
    }

    /// To and Cc are what the sender wrote: whoever stands there got the secret with the message.
    private boolean isDisclosed(Message message) {
        return List.of("To", "Cc").stream()
                .flatMap(name -> message.headers().all(name).stream())
                .flatMap(header -> MailboxList.parse(header.value()).toOptional().stream())
                .flatMap(List::stream)
                .map(Mailbox::address)
                .anyMatch(address -> !isOurs.test(address));
    }

    /// A6.
    private Presented verified(Message swept, String text, Carried carried) {
        Optional<Credential> known = recognised(text);
        if (known.filter(credential -> credential.worksAt(carried.at())).isEmpty()) { // A6
            attempts.wrong(carried.source(), carried.at());
            LOG.info("sender.key outcome=wrong source={}", carried.source());
            return Presented.NOTHING;
        }
        return worth(swept, known.get(), carried);
    }

    /// A7 to A12.
    private Presented worth(Message swept, Credential credential, Carried carried) {
        Set<ListId> lists = switch (credential.owner()) {
            case Credential.Owner.OfSender(SenderId sender) -> granted(sender, credential, carried);
            case Credential.Owner.OfModerator(ListId list, Address address) -> moderated(list, address, carried);
        };
        lists.removeIf(list -> !credential.worksOn(list)); // A6
        boolean counts = !lists.isEmpty() && ports.credentials().use(credential.kid(), verifiers.digest(StructDigest.of(swept)), carried.at(), used(credential, carried)); // A11
        LOG.info("sender.key key={} outcome={} lists={}", credential.kid(), counts ? "good" : "none", lists.size());
        return counts ? new Presented(Optional.of(credential.kid()), lists, credential.owner() instanceof Credential.Owner.OfModerator, true) : Presented.NOTHING;
    }

    private static Act used(Credential credential, Carried carried) {
        String lists = carried.lists().stream().map(list -> list.address().toString()).sorted().collect(Collectors.joining(" "));
        return new Act(carried.at(), carried.author().map(Address::key).orElse(""), "mail", "sender.key.use", credential.kid(), lists);
    }

    /// The record of a key whose secret is right, whatever became of it.
    private Optional<Credential> recognised(String text) {
        Optional<PostingKey> key = PostingKey.parse(text);
        Optional<Credentials.Stored> stored = key.flatMap(parsed -> ports.credentials().find(parsed.kid()))
                .filter(found -> verifiers.recognises(key.orElseThrow(), found.verifier()));
        key.ifPresent(PostingKey::forget);
        return stored.map(Credentials.Stored::credential);
    }

    private Set<ListId> granted(SenderId id, Credential credential, Carried carried) {
        Set<ListId> lists = new HashSet<>();
        Optional<Sender> sender = ports.senders().find(id).filter(Sender::isActive);
        Optional<Address> author = carried.author();
        if (sender.isEmpty()) {
            return lists;
        }
        if (author.filter(sender.get().addresses()::contains).isEmpty()) { // A7
            warnings.misused(sender.get().primary(), credential.kid(), "From was " + author.map(Address::toString).orElse("not one single address"));
            return lists;
        }
        if (carried.dmarcFailed()) { // A8
            warnings.misused(sender.get().primary(), credential.kid(), "the domain in From denies having sent it (DMARC)");
            return lists;
        }
        for (MailingList list : carried.lists()) { // A9, A10
            if (ports.grants().permits(list.id(), author.get(), carried.at()).filter(id::equals).isPresent()) {
                lists.add(list.id());
            }
        }
        return lists;
    }

    /// A moderator's key counts on his list, for posts that come from his address, while he is one.
    private Set<ListId> moderated(ListId id, Address address, Carried carried) {
        Set<ListId> lists = new HashSet<>();
        boolean his = carried.author().filter(address::equals).isPresent() && !carried.dmarcFailed();
        boolean still = his && (members.standing(id, address).containsKey(Role.MODERATOR) || members.standing(id, address).containsKey(Role.OWNER));
        if (still && carried.lists().stream().anyMatch(list -> list.id().equals(id))) {
            lists.add(id);
        }
        return lists;
    }

    /// Ends a key that others may know. Only who knows the secret can cause it: its name alone is none.
    private void end(String text, Carried carried, String why) {
        recognised(text).filter(credential -> credential.ended().isEmpty()).ifPresent(credential -> end(credential, carried, why));
    }

    private void end(Credential credential, Carried carried, String why) {
        Act act = new Act(carried.at(), "chancery", "mail", "sender.key.end", credential.kid(), why);
        if (ports.credentials().end(credential.kid(), why, act)) {
            LOG.info("sender.key key={} outcome=ended", credential.kid());
            holder(credential).ifPresent(address -> warnings.ended(address, credential.kid(), why));
        }
    }

    private Optional<Address> holder(Credential credential) {
        return switch (credential.owner()) {
            case Credential.Owner.OfSender(SenderId sender) -> ports.senders().find(sender).map(Sender::primary);
            case Credential.Owner.OfModerator(ListId _, Address address) -> Optional.of(address);
        };
    }
}

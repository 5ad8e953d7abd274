package org.chancery.sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.secrets.ChosenPassword;
import org.chancery.secrets.PasswordHash;
import org.chancery.secrets.Secret;

/// Passwords that people chose, where the site allows them: off by default, since a key is better in every way but to remember.
///
/// Argon2id stands behind everything that is cheaper (authorisation.md section 3.7): the form of the word, a From that has a
/// password and a grant on one of the lists, a domain that does not deny the mail, a source that need not wait, and one of
/// two places, which rest after each check. From outside a wrong password looks like none, and every look at a word takes the same quarter of a second.
final class Passwords {
    private static final int PLACES = 2;
    private static final int QUEUE = 20;
    /// Of one processor, for all passwords together. After a check its place stays taken for as long as keeps to that, so that no number of guessers takes more.
    private static final double SHARE = 0.2;
    private static final Duration LONGEST_REST = Duration.ofSeconds(2); // a check that had to wait for the processor took less of it than it seems
    private final Ports ports;
    private final Members members;
    private final PasswordRule rule;
    private final Attempts attempts;
    private final Warnings warnings;
    private final RandomGenerator random;
    private final Duration answersAfter;
    private final Semaphore places = new Semaphore(PLACES, true);

    /// `answersAfter`: no look at a word takes less.
    Passwords(Ports ports, Members members, PasswordRule rule, Warnings warnings, RandomGenerator random, Duration answersAfter) {
        this.ports = ports;
        this.members = members;
        this.rule = rule;
        this.warnings = warnings;
        this.attempts = new Attempts(ports.failures());
        this.random = random;
        this.answersAfter = answersAfter;
    }

    /// What a word is worth as a password.
    sealed interface Worth {
        record None() implements Worth {}

        /// Too many wrong ones from there, or too many checks at once.
        record Later() implements Worth {}

        record Good(Credential credential) implements Worth {}
    }

    /// `approving`: the word stood behind `Approved` or `Approve`.
    Worth of(String word, boolean approving, Carried carried) {
        if (!rule.isAllowed()) {
            return new Worth.None();
        }
        long begin = System.nanoTime();
        try {
            return ChosenPassword.isPossible(word) && carried.author().isPresent() && !carried.dmarcFailed()
                    ? judged(word, approving, carried)
                    : new Worth.None();
        } finally {
            pauseUntil(begin + answersAfter.toNanos());
        }
    }

    private Worth judged(String word, boolean approving, Carried carried) {
        List<Credentials.Stored> known = known(approving, carried);
        if (known.isEmpty()) {
            return new Worth.None();
        }
        String holder = holder(known.getFirst().credential());
        if (attempts.isUnderAttack(holder, carried.at()) && !carried.isOwnSource()) {
            return new Worth.None();
        }
        if (attempts.mustWait(carried.source(), carried.at()) || (places.getQueueLength() >= QUEUE && !carried.isOwnSource())) {
            return new Worth.Later();
        }
        places.acquireUninterruptibly();
        long begin = System.nanoTime();
        try {
            return match(word, known).<Worth>map(Worth.Good::new).orElseGet(() -> {
                wrong(known.getFirst().credential(), holder, carried);
                return new Worth.None();
            });
        } finally {
            rest(System.nanoTime() - begin);
        }
    }

    /// Gives the place back, but not at once. The caller does not wait for it.
    private void rest(long worked) {
        Duration rest = Duration.ofNanos((long) (worked * (PLACES / SHARE - 1)));
        Thread.startVirtualThread(() -> {
            pauseUntil(System.nanoTime() + (rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST).toNanos());
            places.release();
        });
    }

    /// The sender's meaning comes first: it permits less.
    private List<Credentials.Stored> known(boolean approving, Carried carried) {
        Address author = carried.author().orElseThrow();
        List<Credentials.Stored> known = new ArrayList<>();
        if (!approving || rule == PasswordRule.CONFLATE) {
            carried.lists().stream().flatMap(list -> ports.grants().permits(list.id(), author, carried.at()).stream()).findFirst()
                    .flatMap(sender -> ports.credentials().password(new Credential.Owner.OfSender(sender))).ifPresent(known::add);
        }
        if (approving) {
            carried.lists().stream().filter(list -> isModerator(list, author))
                    .flatMap(list -> ports.credentials().password(new Credential.Owner.OfModerator(list.id(), author)).stream()).findFirst().ifPresent(known::add);
        }
        return known.stream().filter(one -> one.credential().worksAt(carried.at())).toList();
    }

    private boolean isModerator(MailingList list, Address author) {
        var standing = members.standing(list.id(), author);
        return standing.containsKey(Role.MODERATOR) || standing.containsKey(Role.OWNER);
    }

    /// All are always computed, so that time does not tell which one it was.
    private Optional<Credential> match(String word, List<Credentials.Stored> known) {
        Secret secret = Secret.of(word);
        List<Credential> matching = new ArrayList<>();
        for (Credentials.Stored one : known) {
            PasswordHash.parse(one.verifier()).filter(hash -> hash.matches(secret)).ifPresent(hash -> {
                matching.add(one.credential());
                if (!hash.isCurrent()) {
                    ports.credentials().replaceVerifier(one.credential().kid(), PasswordHash.of(secret, random).stored());
                }
            });
        }
        return matching.stream().findFirst();
    }

    private void wrong(Credential credential, String holder, Carried carried) {
        attempts.wrongPassword(carried.source(), holder, carried.at());
        if (attempts.isUnderAttack(holder, carried.at())) {
            address(credential).ifPresent(warnings::guessed);
        }
    }

    private Optional<Address> address(Credential credential) {
        return switch (credential.owner()) {
            case Credential.Owner.OfSender(SenderId sender) -> ports.senders().find(sender).map(Sender::primary);
            case Credential.Owner.OfModerator(ListId _, Address address) -> Optional.of(address);
        };
    }

    private static String holder(Credential credential) {
        return switch (credential.owner()) {
            case Credential.Owner.OfSender(SenderId sender) -> sender.toString();
            case Credential.Owner.OfModerator(ListId list, Address address) -> list + " " + address.key();
        };
    }

    private static void pauseUntil(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

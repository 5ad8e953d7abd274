package org.chancery.posting;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.chancery.authentication.ProofLevel;
import org.chancery.list.ListId;
import org.chancery.policy.Facts;
import org.chancery.sender.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts posts, and letters to the people of a list, that its keys did not open. By where they came from, so that nobody makes the list's key work again and again:
/// after [#PER_HOUR] in an hour the next one is to come later. And by list, so that its owners see that somebody writes to a wrong key.
/// The counts lie in the store, so that several servers count together.
///
/// Where a post comes from is what is proved of it, an account or an author; else the network, so that a big provider is never shut out
/// for one of its customers who signs his mail.
public final class UnopenedPosts {
    static final int PER_HOUR = 30;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(UnopenedPosts.class);
    private final Failures failures;

    public UnopenedPosts(Failures failures) {
        this.failures = failures;
    }

    /// Empty where nobody knows the host outside: behind such a front all have one address, and one of them must not shut out the others. `closed`: what is
    /// known of it before it is opened.
    static Optional<String> source(Incoming incoming, Facts closed) {
        Session session = incoming.received().session();
        Optional<String> author = closed.holds(ProofLevel.DOMAIN) ? incoming.author().map(address -> "author " + address.key()) : Optional.empty();
        return account(session).or(() -> author).or(() -> network(session));
    }

    /// The same where nothing is known of its author.
    static Optional<String> source(Session session) {
        return account(session).or(() -> network(session));
    }

    private static Optional<String> account(Session session) {
        return session.login().map(login -> "account " + login);
    }

    private static Optional<String> network(Session session) {
        return session.edge().map(_ -> "network " + Networks.of(session));
    }

    boolean isOver(Optional<String> source, Instant now) {
        return source.flatMap(from -> failures.of("unopened|" + from, now, HOUR)).filter(count -> count.wrong() >= PER_HOUR).isPresent();
    }

    void count(Optional<String> source, ListId list, Instant now) {
        source.ifPresent(from -> failures.add("unopened|" + from, now, HOUR));
        failures.add(key(list), now, DAY);
        LOG.info("posting.unopened list={} source=\"{}\"", list.value(), source.orElse("unknown"));
    }

    private static String key(ListId list) {
        return "unopened list|" + list.value();
    }

    /// How many in a day that is not over yet.
    public int today(ListId list, Instant now) {
        return failures.of(key(list), now, DAY).map(Failures.Count::wrong).orElse(0);
    }
}

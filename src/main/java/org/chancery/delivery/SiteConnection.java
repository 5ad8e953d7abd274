package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.chancery.failpoint.Failpoints;
import org.chancery.smtp.RecipientOutcome;
import org.chancery.smtp.Sending;
import org.chancery.smtp.SmtpClient;
import org.chancery.smtp.SmtpConnection;
import org.chancery.smtp.SmtpSite;
import org.chancery.smtp.Transmission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a [Site], on a virtual thread of its own: takes copies from the site's queue and sends them, one round trip
/// each (RFC 2920), until there are none, it has served enough, or it fails.
final class SiteConnection implements Sending {
    /// Postfix tries as many; a long list of dead hosts must not hold up a copy for an hour.
    private static final int MAX_HOSTS_TRIED = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SiteConnection.class);

    private final Site site;
    private final SiteParts parts;
    private final String name;
    private final DuplicateWindow window;
    private final CopyDesk desk;
    private Optional<SmtpConnection> connection = Optional.empty();
    private long openedNanos;
    private final Deque<Copy> onTheWay = new ArrayDeque<>(2);
    private Optional<Copy> first = Optional.empty();
    /// The first of those on the way holds one.
    private boolean permit;
    private boolean failureNoted;
    private boolean hasServed;

    SiteConnection(Site site, SiteParts parts) {
        this.site = site;
        this.parts = parts;
        this.name = parts.name();
        this.window = parts.window();
        this.desk = parts.desk();
    }

    void run() throws InterruptedException {
        try {
            serveAll();
        } catch (RuntimeException | Error fault) {
            LOG.error("delivery.connection.failed site={}", name, fault);
            abandon();
        }
    }

    private void serveAll() throws InterruptedException {
        for (Optional<Copy> copy = site.take(Duration.ZERO); copy.isPresent(); copy = site.take(parts.limits().idle())) {
            if (copy.get().work().isLost()) {
                desk.gone(copy.get(), false);
            } else if (isOpenFor(copy.get())) {
                serve(copy.get());
            } else {
                return;
            }
        }
    }

    private boolean isOpenFor(Copy copy) {
        if (connection.isPresent() && (isSpent() || !connection.get().isReusable())) {
            hangUp();
        }
        if (connection.isEmpty()) {
            String failure = connect();
            if (connection.isEmpty()) {
                site.connectFailed(copy, failure);
                return false;
            }
        }
        return true;
    }

    private boolean isSpent() {
        return connection.map(SmtpConnection::transmissions).orElse(0) >= parts.limits().messagesPerConnection()
                || System.nanoTime() - openedNanos > parts.limits().age().toNanos();
    }

    /// Tries the hosts in their order (RFC 5321 section 5.1); what the last one said if none took us.
    private String connect() {
        String failure = name + " has no address now";
        for (SmtpSite host : parts.hosts().get().stream().limit(MAX_HOSTS_TRIED).toList()) {
            switch (parts.client().connect(host)) {
                case SmtpClient.Connected.Open(SmtpConnection opened) -> {
                    connection = Optional.of(opened);
                    openedNanos = System.nanoTime();
                    hasServed = false;
                    return "";
                }
                case SmtpClient.Connected.Failed(RecipientOutcome.SiteFailed failed) ->
                    failure = host.name() + ": " + Site.text(failed);
            }
            if (Thread.currentThread().isInterrupted()) {
                return failure;
            }
        }
        return failure;
    }

    private void serve(Copy copy) {
        first = Optional.of(copy);
        failureNoted = false;
        connection.orElseThrow().sendAll(this);
    }

    @Override
    public Optional<Transmission> next() {
        while (true) {
            Optional<Copy> copy = first.isPresent() ? first : another();
            if (copy.isEmpty()) {
                return Optional.empty();
            }
            first = copy; // in hand, if something fails now
            Optional<Transmission> transmission = desk.prepare(copy.get());
            first = Optional.empty();
            if (transmission.isPresent()) {
                onTheWay.addLast(copy.get());
                return transmission;
            }
        }
    }

    private Optional<Copy> another() {
        return isSpent() ? Optional.empty() : site.takeNow();
    }

    /// Only what has content on its way can arrive twice.
    @Override
    public boolean mayGo(Transmission transmission) {
        try {
            window.take();
            permit = true;
            return !onTheWay.getFirst().work().isLost();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void outcome(Transmission transmission, List<RecipientOutcome> outcomes) {
        Failpoints.hit("copy.after-reply");
        Copy copy = onTheWay.removeFirst();
        desk.ended(copy);
        boolean held = permit;
        permit = false;
        switch (outcomes.getFirst()) {
            case RecipientOutcome.Accepted _ -> {
                hasServed = true;
                site.answered(true);
                desk.accepted(copy, held);
            }
            case RecipientOutcome.Refused refused -> {
                site.answered(refused.reply().isPermanent());
                desk.refused(copy, refused.reply(), held);
            }
            // RFC 1047: it may have arrived. To lose it would be worse than a second copy with the same Message-ID.
            case RecipientOutcome.Unknown unknown -> {
                Instant again = connectionFailed("no reply: " + unknown.reason());
                desk.siteFailed(copy, again, name + ": no reply: " + unknown.reason(), true, held);
            }
            case RecipientOutcome.SiteFailed failed -> notSent(copy, Site.text(failed), held);
        }
    }

    private void notSent(Copy copy, String reason, boolean held) {
        if (copy.work().isLost()) {
            desk.gone(copy, held); // not the fault of the site
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            desk.closing(copy, held);
            return;
        }
        boolean behindAnother = failureNoted;
        Instant again = connectionFailed(reason);
        if (hasServed || behindAnother) {
            window.giveBack(held ? 1 : 0); // nothing of it was taken: no duplicate can come of it
            site.accept(List.of(copy));
        } else {
            desk.siteFailed(copy, again, name + ": " + reason, true, held);
        }
    }

    /// One failure per connection, though two copies may have been on the way. A connection that took messages and
    /// then ended (servers that allow so many per connection say 421) slows the site and does not kill it.
    private Instant connectionFailed(String reason) {
        if (failureNoted) {
            return desk.schedule().siteProbe(0, desk.now());
        }
        failureNoted = true;
        return site.siteFailed(reason, hasServed);
    }

    /// After a fault of our own nothing is said any more, and what was in hand is tried again.
    private void abandon() {
        connection.ifPresent(SmtpConnection::close);
        while (!onTheWay.isEmpty()) {
            Copy copy = onTheWay.removeFirst();
            desk.ended(copy);
            failed(copy);
        }
        first.ifPresent(this::failed);
        first = Optional.empty();
    }

    private void failed(Copy copy) {
        desk.siteFailed(copy, desk.schedule().siteProbe(0, desk.now()), "a fault of this server", true, permit);
        permit = false;
    }

    void hangUp() {
        connection.ifPresent(SmtpConnection::quit);
        connection = Optional.empty();
    }
}

package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.chancery.mail.Domain;
import org.chancery.smtp.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replies that doubt us and not the recipient: our SPF, DKIM, DMARC, ARC or the MX of our return path did not hold (RFC 7372, RFC 7505, RFC 8617). One of
/// them is an alarm, since all other copies are in danger too; a thousand are one alarm a minute.
final class Doubts {
    private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);
    private static final Set<String> OURS = Set.of("5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.25", "5.7.26", "5.7.27", "5.7.29");
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private Instant next = Instant.MIN;
    private long since;

    static boolean isOne(SmtpReply reply) {
        return OURS.contains(reply.status());
    }

    /// True when the alarm was given; else it is counted for the next.
    synchronized boolean note(Domain domain, SmtpReply reply, Instant now) {
        since++;
        if (now.isBefore(next)) {
            return false;
        }
        LOG.warn("delivery.we-are-doubted domain={} status={} copies={} reply=\"{}\" todo=\"chancery check\"", domain, reply.status(), since, reply);
        next = now.plus(BETWEEN);
        since = 0;
        return true;
    }
}

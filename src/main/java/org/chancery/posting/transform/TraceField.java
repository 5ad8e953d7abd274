package org.chancery.posting.transform;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.Setting;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// Puts our Received field on top (RFC 5321 section 4.4): who handed the post to us, by which protocol (RFC 3848), under which
/// receipt; on an anonymous list not who. It is written when the post goes out, since the octets are stored exactly as received.
final class TraceField implements Transform {
    private static final String RESULTS = "Authentication-Results";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    @Override
    public Message apply(Message post, Passage passage) {
        String from = Optional.ofNullable(passage.session().get("helo"))
                .filter(_ -> !passage.list().settings().flag(Setting.ANONYMOUS))
                .map(helo -> "from " + token(helo) + " ([" + passage.session().getOrDefault("peer", "unknown") + "]) ")
                .orElse("");
        String value = from + "by " + passage.hostname() + protocol(passage) + " id " + passage.receipt()
                + " for <" + passage.list().address() + ">; " + DATE.format(passage.receivedAt().atOffset(ZoneOffset.UTC));
        MessageEdit edit = post.edit().prepend(HeaderField.structured("Received", value));
        results(passage).ifPresent(results -> edit.prepend(HeaderField.structured(RESULTS, results)));
        return edit.build();
    }

    /// What we found about the sender (RFC 8601 section 4), above our own trace line as section 4.1 wants it; on an anonymous list
    /// it would tell the domain.
    private static Optional<String> results(Passage passage) {
        return Optional.ofNullable(passage.session().get(Passage.RESULTS)).filter(_ -> !passage.list().settings().flag(Setting.ANONYMOUS));
    }

    private static String protocol(Passage passage) {
        String listener = passage.session().getOrDefault("listener", "command");
        if (listener.equals("command")) {
            return ""; // handed in on this machine, by no protocol that has a name
        }
        String base = listener.equals("lmtp") ? "LMTP" : "ESMTP";
        boolean tls = passage.session().containsKey("tls");
        boolean login = passage.session().containsKey("login");
        return " with " + base + (tls ? "S" : "") + (login ? "A" : "");
    }

    /// What the client said in HELO may be anything: only the characters of a domain or literal are repeated.
    private static String token(String helo) {
        String safe = helo.replaceAll("[^A-Za-z0-9.:\\[\\]_-]", "?");
        return safe.isEmpty() ? "unknown" : safe.substring(0, Math.min(safe.length(), 255));
    }
}

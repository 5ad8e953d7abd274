package org.chancery.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Failpoints by name, armed with `-Dchancery.failpoint=NAME:COUNT:kill` or `...:error`
/// (or the environment variable `CHANCERY_FAILPOINT`): the COUNTth pass of NAME halts the process with status 137,
/// or throws [UncheckedIOException]. Anything else in the property is refused with `IllegalArgumentException`.
///
/// Example: `-Dchancery.failpoint=receipt.after-commit:3:kill` dies after the third receipt is durable and before its 250.
public final class Failpoints {
    /// What a commit in the store may be for; each has a `.before-commit` and an `.after-commit`.
    private static final List<String> COMMITS = List.of(
            "receipt", "desk", "purge", "expand", "claim", "settle", "release", "retry", "heartbeat", "queue",
            "list", "member", "account", "audit", "notice", "answer", "text", "digest", "bounce", "request", "ban", "sender", "failure", "keys", "missed", "archive");

    /// Boundaries of a send: before MAIL, after the receiver's reply, before the outcome is handed to the store.
    private static final List<String> SENDS = List.of("copy.before-mail", "copy.after-reply", "copy.before-settle");

    /// SIGKILL's exit status as a shell tells it.
    private static final int KILLED = 137;

    private static final @Nullable Armed ARMED_POINT = Armed.fromEnvironment();

    /// Is any failpoint armed in this process? A constant to the compiler, so that unarmed code costs nothing.
    public static final boolean ARMED = ARMED_POINT != null;

    private Failpoints() {}

    /// Every name there is.
    public static List<String> all() {
        List<String> names = new ArrayList<>(SENDS);
        for (String commit : COMMITS) {
            names.add(commit + ".before-commit");
            names.add(commit + ".after-commit");
        }
        return List.copyOf(names);
    }

    public static void hit(String name) {
        Armed armed = ARMED_POINT;
        if (armed != null) {
            armed.pass(name);
        }
    }

    record Armed(String name, AtomicInteger left, boolean kill) {

        static @Nullable Armed fromEnvironment() {
            String text = System.getProperty("chancery.failpoint", System.getenv("CHANCERY_FAILPOINT"));
            return text == null || text.isEmpty() ? null : parse(text);
        }

        static Armed parse(String text) {
            String[] parts = text.split(":", -1);
            boolean wellFormed = parts.length == 3
                    && all().contains(parts[0])
                    && parts[1].matches("[1-9][0-9]{0,8}")
                    && (parts[2].equals("kill") || parts[2].equals("error"));
            if (!wellFormed) {
                throw new IllegalArgumentException("chancery.failpoint: expected NAME:COUNT:kill or NAME:COUNT:error, got " + text);
            }
            return new Armed(parts[0], new AtomicInteger(Integer.parseInt(parts[1])), parts[2].equals("kill"));
        }

        void pass(String passed) {
            if (!passed.equals(name) || left.decrementAndGet() != 0) {
                return;
            }
            if (kill) {
                Runtime.getRuntime().halt(KILLED);
            }
            throw new UncheckedIOException(new IOException("failpoint " + name));
        }
    }
}

package org.chancery.cli;

import java.util.ArrayList;
import java.util.List;
import org.chancery.administration.QueueAdministration;
import org.chancery.delivery.Queue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery queue`: outgoing work.
@Command(name = "queue", addMethodSubcommands = false, description = "Outgoing work.", footer = "Example: chancery queue shape")
final class QueueCommands {
    private final Invocation invocation;

    QueueCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "show", description = "List open work, oldest first.", footer = "Example: chancery queue show --limit 20")
    int show(@Option(names = "--limit", defaultValue = "100", description = "At most so many lines (default ${DEFAULT-VALUE}).") int limit) {
        queue().stoppedSince().ifPresent(since -> invocation.printer().warn(
                "All delivery is stopped since " + since + ". \"chancery queue release --all\" resumes it."));
        invocation.printer().table("Nothing is waiting.", table -> queue().open(Math.max(1, limit)).forEach(open -> {
            Queue.Entry entry = open.entry();
            table.add(Row.of("post", entry.posting().value(), "list", open.list(), "state", entry.state(), "open", entry.open(),
                    "deferred", entry.deferred(), "since", entry.since(), "receipt", entry.receipt(), "lastReply", entry.lastReply()));
        }));
        return ExitCode.DONE;
    }

    @Command(name = "shape", description = "Count open work by state, and tell the age of the oldest.", footer = "Example: chancery queue shape --json")
    int shape() {
        Queue.Shape shape = queue().shape();
        invocation.printer().thing(Row.of("postsExpanding", shape.postsExpanding(), "chunksDue", shape.chunksDue(),
                "chunksWaiting", shape.chunksWaiting(), "chunksClaimed", shape.chunksClaimed(),
                "recipientsDeferred", shape.recipientsDeferred(), "oldest", shape.oldest(), "stopped", queue().stoppedSince()));
        return ExitCode.DONE;
    }

    @Command(name = "retry", description = "Make waiting work due at once: of one post, or all.", footer = "Example: chancery queue retry 17")
    int retry(@Parameters(paramLabel = "ID", arity = "0..1", description = "A post from \"queue show\"; without it all.") @Nullable String id) {
        long due = id == null ? queue().retryAll(invocation.caller()) : queue().retry(invocation.caller(), id);
        return invocation.done(Printer.number(due, "chunk or recipient is", "chunks and recipients are") + " due now.", Row.of("due", due));
    }

    /// Some posts, or everything.
    static final class Choice {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "Posts from \"queue show\".")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--all", description = "All delivery of the site, on every server, until it is released with --all.")
        private boolean all;

        private boolean isAll() {
            if (all != ids.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "Name posts by their numbers, or all with --all; not both.");
            }
            return all;
        }
    }

    @Command(name = "hold", description = "Stop the delivery of posts, or all delivery, until released.", footer = "Example: chancery queue hold 17")
    int hold(@Mixin Choice choice) {
        if (choice.isAll()) {
            queue().holdAll(invocation.caller());
            return invocation.done("All delivery is stopped. \"chancery queue release --all\" resumes it.", Row.of("all", true, "held", true));
        }
        return hold(choice.ids);
    }

    private int hold(List<String> ids) {
        return invocation.each(ids, id -> {
            queue().hold(invocation.caller(), id);
            return new Invocation.Done("The delivery of post " + id + " is stopped. \"chancery queue release " + id + "\" resumes it.",
                    Row.of("post", Long.parseLong(id), "held", true));
        });
    }

    @Command(name = "release", description = "Resume the delivery of held posts, or all delivery.", footer = "Example: chancery queue release 17")
    int release(@Mixin Choice choice) {
        if (choice.isAll()) {
            queue().releaseAll(invocation.caller());
            return invocation.done("Delivery goes on.", Row.of("all", true, "held", false));
        }
        return release(choice.ids);
    }

    private int release(List<String> ids) {
        return invocation.each(ids, id -> {
            queue().release(invocation.caller(), id);
            return new Invocation.Done("The delivery of post " + id + " goes on.", Row.of("post", Long.parseLong(id), "held", false));
        });
    }

    @Command(name = "drop", description = "Give up what is still open of posts; the recipients count as failed.", footer = "Example: chancery queue drop 17")
    int drop(@Parameters(paramLabel = "ID", arity = "1..*", description = "Posts from \"queue show\".") List<String> ids) {
        return invocation.each(ids, id -> {
            queue().drop(invocation.caller(), id);
            return new Invocation.Done("What was open of post " + id + " is dropped.", Row.of("post", Long.parseLong(id), "dropped", true));
        });
    }

    private QueueAdministration queue() {
        return invocation.administration().queue();
    }
}

package org.chancery.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.administration.ModeratorsDesk;
import org.chancery.administration.ModeratorsDesk.Held;
import org.chancery.mail.Address;
import org.chancery.moderation.HeldState;
import org.chancery.moderation.Ruling;
import org.chancery.posting.Receipts.Post;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery held`: the moderators' desk.
@Command(name = "held", addMethodSubcommands = false, description = "The moderators' desk: posts that wait for a decision.",
        footer = "Example: chancery held accept 17")
final class HeldCommands {
    /// So much of a message tells a moderator what it is; the whole is in the archive of the sender.
    private static final int SHOWN = 4_000;

    private final Invocation invocation;

    HeldCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "list", description = "List held posts, oldest first.", footer = "Example: chancery held list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", arity = "0..1", description = "Only this list.") @Nullable String address) {
        invocation.printer().table("Nothing is held.", table ->
                desk().held(Optional.ofNullable(address).map(invocation.administration().lists()::require))
                        .forEach(held -> table.add(row(held))));
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Show a held post: why it is held, who has agreed, and how it begins.", footer = "Example: chancery held show 17")
    int show(@Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers from \"held list\".") List<String> ids) {
        List<Row> rows = ids.stream().map(desk()::require).map(this::whole).toList();
        if (invocation.printer().isJson() && rows.size() > 1) {
            invocation.printer().table("", table -> rows.forEach(table::add));
        } else {
            rows.forEach(invocation.printer()::thing);
        }
        return ExitCode.DONE;
    }

    /// Which posts a decision is about.
    static final class Choice {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "Numbers from \"held list\".")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--list", paramLabel = "LIST", description = "All held posts of this list, instead of numbers.")
        private @Nullable String list;

        @Option(names = "--author", paramLabel = "ADDRESS", description = "All held posts of this author, instead of numbers.")
        private @Nullable String author;

        @Option(names = "--all", description = "Every held post of the site, instead of numbers.")
        private boolean all;

        @Option(names = "--dry-run", description = "Name the posts and change nothing.")
        private boolean dryRun;

        @Option(names = "--reason", defaultValue = "", description = "Kept with the post; the author of a rejected post reads it.")
        private String reason = "";

        private boolean isByFilter() {
            return all || list != null || author != null;
        }

        List<String> numbers(Invocation invocation) {
            if (isByFilter() != ids.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "Name posts by their numbers, or with --list, --author or --all; not both.");
            }
            return isByFilter()
                    ? invocation.administration().desk().held(
                            Optional.ofNullable(list).map(invocation.administration().lists()::require), Optional.ofNullable(author))
                    : ids;
        }
    }

    @Command(name = "accept", description = {
            "Release held posts to their lists. Where a rule asks for several approvals, this is one of them.",
            "--always lets later posts of the author pass: a member is no longer moderated, others become allowed posters."},
            footer = "Example: chancery held accept 17 18")
    int accept(@Mixin Choice choice, @Option(names = "--always", description = "Let later posts of the author pass, too.") boolean always) {
        return each(choice, "accepted", id -> always
                ? desk().acceptAlways(invocation.caller(), id, choice.reason)
                : desk().accept(invocation.caller(), id, choice.reason));
    }

    @Command(name = "reject", description = "Refuse held posts.", footer = "Example: chancery held reject 17 --reason \"off topic\"")
    int reject(@Mixin Choice choice) {
        return each(choice, "rejected", id -> desk().reject(invocation.caller(), id, choice.reason));
    }

    @Command(name = "discard", description = "Drop held posts without a word.", footer = "Example: chancery held discard --author spam@example.net --reason spam")
    int discard(@Mixin Choice choice) {
        return each(choice, "discarded", id -> desk().discard(invocation.caller(), id, choice.reason));
    }

    @Command(name = "forward", description = {
            "Send a held post to people for advice, as an attachment. It stays held; answers go to the people behind the list.",
            "Five addresses get a post at most; one that came encrypted goes to nobody."},
            footer = "Example: chancery held forward 17 expert@example.org --note \"Is this true?\"")
    int forward(
            @Parameters(paramLabel = "ID", description = "Number from \"held list\".") String id,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Whom to ask.") List<String> addresses,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Words that go with the post.") String note) {
        List<String> to = desk().forward(invocation.caller(), id, addresses, note).stream().map(Address::toString).toList();
        return invocation.done("Post " + id + " was forwarded to " + String.join(", ", to) + " and still waits.",
                Row.of("post", Long.parseLong(id), "state", "held", "forwardedTo", to));
    }

    private int each(Choice choice, String what, Function<String, Ruling> act) {
        List<String> ids = choice.numbers(invocation);
        if (choice.dryRun) {
            invocation.printer().table("Nothing is held.", table -> ids.stream().map(desk()::require).forEach(held -> table.add(row(held))));
            return ExitCode.DONE;
        }
        try (Progress progress = new Progress(invocation, "posts decided")) {
            long[] count = {0};
            return invocation.each(ids, id -> {
                Invocation.Done done = done(id, what, act.apply(id));
                progress.accept(++count[0]);
                return done;
            });
        }
    }

    private static Invocation.Done done(String id, String what, Ruling ruling) {
        long number = Long.parseLong(id);
        return ruling instanceof Ruling.Counted(int have, int need, boolean _)
                ? new Invocation.Done("Post " + id + " has " + have + " of " + need + " approvals and still waits.",
                        Row.of("post", number, "state", "held", "approvals", have, "needed", need))
                : new Invocation.Done("Post " + id + " is " + what + ".", Row.of("post", number, "state", what));
    }

    private static Row row(Held held) {
        Post post = held.post();
        return Row.of("post", post.id().value(), "list", held.list(), "author", post.author(), "since", post.at(),
                "state", state(held), "reason", post.judged().reason(), "receipt", post.receipt());
    }

    private static Object state(Held held) {
        return held.state().<Object>map(HeldCommands::word).orElse(held.post().state());
    }

    static String word(HeldState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Row whole(Held held) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(row(held).values());
        all.putAll(PolicyCommands.judged(held.post().judged()).values());
        all.put("approvalsNeeded", held.post().judged().approvals());
        all.put("approvedBy", desk().approvers(held.post()));
        all.put("forwardedTo", desk().forwardedTo(held.post()).stream().map(Address::toString).toList());
        all.put("deskReason", held.post().deskReason());
        List<String> text = new ArrayList<>();
        desk().message(held.post()).ifPresent(octets ->
                text.add(new String(octets, 0, Math.min(SHOWN, octets.length), StandardCharsets.UTF_8)));
        all.put("message", text.isEmpty() ? null : text.getFirst());
        return new Row(all);
    }

    private ModeratorsDesk desk() {
        return invocation.administration().desk();
    }
}

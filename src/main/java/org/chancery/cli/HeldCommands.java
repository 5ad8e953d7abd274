package org.chancery.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.ModeratorsDesk;
import org.chancery.administration.ModeratorsDesk.Held;
import org.chancery.posting.Receipts.Post;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery held`: the moderators' desk.
@Command(name = "held", description = "The moderators' desk: posts that wait for a decision.",
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

    @Command(name = "show", description = "Show a held post: why it is held, and how it begins.", footer = "Example: chancery held show 17")
    int show(@Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers from \"held list\".") List<String> ids) {
        List<Row> rows = ids.stream().map(desk()::require).map(this::whole).toList();
        if (invocation.printer().isJson() && rows.size() > 1) {
            invocation.printer().table("", table -> rows.forEach(table::add));
        } else {
            rows.forEach(invocation.printer()::thing);
        }
        return ExitCode.DONE;
    }

    @Command(name = "accept", description = "Release held posts to their lists.", footer = "Example: chancery held accept 17 18")
    int accept(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers from \"held list\".") List<String> ids,
            @Option(names = "--reason", defaultValue = "", description = "Kept with the post.") String reason) {
        return each(ids, "accepted", id -> desk().accept(invocation.caller(), id, reason));
    }

    @Command(name = "reject", description = "Refuse held posts.", footer = "Example: chancery held reject 17 --reason \"off topic\"")
    int reject(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers from \"held list\".") List<String> ids,
            @Option(names = "--reason", defaultValue = "", description = "Kept with the post.") String reason) {
        return each(ids, "rejected", id -> desk().reject(invocation.caller(), id, reason));
    }

    @Command(name = "discard", description = "Drop held posts without a word.", footer = "Example: chancery held discard 17 --reason spam")
    int discard(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers from \"held list\".") List<String> ids,
            @Option(names = "--reason", defaultValue = "", description = "Kept with the post.") String reason) {
        return each(ids, "discarded", id -> desk().discard(invocation.caller(), id, reason));
    }

    private int each(List<String> ids, String what, java.util.function.Consumer<String> act) {
        return invocation.each(ids, id -> {
            act.accept(id);
            return new Invocation.Done("Post " + id + " is " + what + ".", Row.of("post", Long.parseLong(id), "state", what));
        });
    }

    private static Row row(Held held) {
        Post post = held.post();
        return Row.of("post", post.id().value(), "list", held.list(), "author", post.author(), "since", post.at(),
                "state", post.state(), "reason", post.judged().reason(), "receipt", post.receipt());
    }

    private Row whole(Held held) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(row(held).values());
        all.putAll(PolicyCommands.judged(held.post().judged()).values());
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

package org.chancery.cli;

import java.util.List;
import org.chancery.administration.Explanations.Life;
import org.chancery.administration.Explanations.OnList;
import org.chancery.mail.Envelope;
import org.chancery.moderation.HeldState;
import org.chancery.posting.Receipt;
import org.chancery.posting.Receipts.Post;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery explain`: the whole life of a message.
@Command(name = "explain", description = {
        "Tell the whole life of a message: session, envelope, facts, the rule that decided, transforms, copies and their outcomes.",
        "Transforms are those that the list makes by its settings of today, while the octets are still there.",
        "A Message-ID that came several times gives all of them."},
        footer = "Example: chancery explain 0199f0c2-7a31-7d6b-9c55-2f1f0e6a4b11")
final class ExplainCommand implements StoreCommand {
    private final Invocation invocation;

    @Parameters(paramLabel = "RECEIPT-OR-MESSAGE-ID", description = "From our 250 reply, or the Message-ID field.")
    private String id = "";

    ExplainCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<Life> lives = invocation.administration().explanations().explain(id);
        if (!invocation.printer().isJson()) {
            lives.forEach(this::print);
        } else if (lives.size() == 1) {
            invocation.printer().thing(row(lives.getFirst()));
        } else {
            invocation.printer().table("", table -> lives.forEach(life -> table.add(row(life))));
        }
        return ExitCode.DONE;
    }

    private void print(Life life) {
        invocation.printer().heading("Received");
        invocation.printer().thing(receipt(life.receipt()));
        for (OnList on : life.posts()) {
            String what = on.list().isEmpty() ? on.post().kind() : "On " + on.list();
            invocation.printer().heading("");
            invocation.printer().heading(what);
            invocation.printer().thing(PolicyCommands.judged(on.post().judged()));
            invocation.printer().thing(copies(on));
        }
        invocation.printer().heading("");
    }

    private static Row row(Life life) {
        Row receipt = receipt(life.receipt());
        receipt.values().put("posts", Row.plain(life.posts().stream().map(ExplainCommand::post).toList()));
        return receipt;
    }

    private static Row receipt(Receipt receipt) {
        Envelope envelope = receipt.envelope();
        return Row.of("receipt", receipt.id(), "at", receipt.at(), "session", receipt.session(), "mailFrom", envelope.mailFrom(),
                "recipients", envelope.recipients().stream().map(Envelope.Recipient::address).toList(),
                "messageId", receipt.messageId(), "size", receipt.size());
    }

    private static Row post(OnList on) {
        Row row = Row.of("list", on.list(), "kind", on.post().kind());
        row.values().putAll(PolicyCommands.judged(on.post().judged()).values());
        row.values().putAll(copies(on).values());
        return row;
    }

    private static Row copies(OnList on) {
        Post post = on.post();
        return Row.of("post", post.id().value(), "state", post.state(), "held", HeldState.of(post).map(HeldCommands::word), "author", post.author(), "topics", on.topics(), "transforms", on.transforms(), "deskReason", post.deskReason(),
                "recipients", post.recipients(), "delivered", post.delivered(),
                "deferred", post.deferred().stream().map(pending -> Row.of("address", pending.address(), "attempts", pending.attempts(),
                        "next", pending.next(), "reply", pending.reply())).toList(),
                "failed", post.failures().stream().map(failure -> Row.of("address", failure.address(), "at", failure.at(),
                        "status", failure.status(), "reply", failure.reply())).toList());
    }
}

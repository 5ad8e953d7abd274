package org.chancery.cli;

import java.io.IOException;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery post`: a message handed in by an administrator of this machine.
@Command(name = "post", description = {
        "Post the message on stdin as if it came by submission, proved to be from the address of --as.",
        "The audit log says that an administrator injected it."},
        footer = "Example: chancery post talk@lists.example.org --as anna@example.org < mail.eml")
final class PostCommand implements StoreCommand {
    static final int MAX_MESSAGE = 32 * 1024 * 1024; // the server's own limit is lower; it gives the reason

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "LIST", description = "The list.")
    private String address = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The message; default stdin.")
    private @Nullable InputFile file;

    @Option(names = "--as", paramLabel = "ADDRESS", description = "Who posts; without it nothing is proved.")
    private @Nullable String as;

    PostCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        MailingList list = invocation.administration().lists().require(address);
        byte[] message = InputFile.given(file).bytes(MAX_MESSAGE);
        String reply = invocation.administration().posts().post(invocation.caller(), list, Optional.ofNullable(as), message);
        return invocation.done(reply, Row.of("reply", reply, "receipt", reply.substring(reply.lastIndexOf(' ') + 1)));
    }
}

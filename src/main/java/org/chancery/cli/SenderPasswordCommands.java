package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.chancery.administration.SenderPasswords;
import org.chancery.list.MailingList;
import org.chancery.secrets.Secret;
import org.chancery.sender.Credential;
import org.chancery.sender.Sender;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery sender password`: passwords that people choose, where the site allows them.
@Command(name = "password", description = "Passwords that senders and moderators choose (only with senders.passwords).",
        footer = "Example: chancery sender password set registrar@example.org < password.txt")
final class SenderPasswordCommands {
    private static final int MAX_OCTETS = 1024;
    private static final String MODERATOR = "Of a moderator of this list instead: it approves his own posts there.";
    private final Invocation invocation;

    SenderPasswordCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "set", description = "Set the password, read from stdin; one before it ends.", footer = "Example: chancery sender password set registrar@example.org")
    int set(
            @Parameters(paramLabel = "ADDRESS", description = "Any address of the sender, or the moderator's.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "Its first line is the password; default stdin.") InputFile file,
            @Option(names = "--moderator", paramLabel = "LIST", description = MODERATOR) @Nullable String moderator)
            throws IOException {
        String text = new String(file.bytes(MAX_OCTETS), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        Credential made = moderator == null
                ? passwords().choose(invocation.caller(), sender(address), Secret.of(text))
                : passwords().choose(invocation.caller(), list(moderator), address, Secret.of(text));
        invocation.printer().done("The password of " + address + " is set.", SenderKeyCommands.row(made));
        return ExitCode.DONE;
    }

    @Command(name = "remove", description = "End the password.", footer = "Example: chancery sender password remove registrar@example.org")
    int remove(
            @Parameters(paramLabel = "ADDRESS", description = "Any address of the sender, or the moderator's.") String address,
            @Option(names = "--moderator", paramLabel = "LIST", description = MODERATOR) @Nullable String moderator) {
        if (moderator == null) {
            passwords().remove(invocation.caller(), sender(address));
        } else {
            passwords().remove(invocation.caller(), list(moderator), address);
        }
        invocation.printer().done("The password of " + address + " is removed.", Row.of("address", address, "state", "removed"));
        return ExitCode.DONE;
    }

    private Sender sender(String address) {
        return invocation.administration().senders().require(invocation.caller(), address);
    }

    private MailingList list(String address) {
        return invocation.administration().lists().require(address);
    }

    private SenderPasswords passwords() {
        return invocation.administration().senderPasswords();
    }
}

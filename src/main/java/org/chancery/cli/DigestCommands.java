package org.chancery.cli;

import org.chancery.administration.DigestAdministration;
import org.chancery.archive.Numbers;
import org.chancery.list.MailingList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery digest`: what waits for the digests of lists.
@Command(name = "digest", addMethodSubcommands = false, description = "Digests of lists.", footer = "Example: chancery digest list talk@lists.example.org")
final class DigestCommands {
    private final Invocation invocation;

    DigestCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "list", description = "Show the next digest of a list and what waits for it.",
            footer = "Example: chancery digest list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", description = "The address of the list.") String list) {
        DigestAdministration.Next next = digests().next(require(list));
        invocation.printer().thing(Row.of("volume", next.numbers().volume(), "issue", next.numbers().issue(), "posts", next.posts(),
                "octets", next.octets(), "oldest", next.oldest()));
        return ExitCode.DONE;
    }

    @Command(name = "send", description = "Send the digest of a list now; without LIST those of all lists that are due.",
            footer = "Example: chancery digest send talk@lists.example.org")
    int send(@Parameters(paramLabel = "LIST", arity = "0..1", description = "The address of the list.") @Nullable String list) {
        int issues = list == null ? digests().sendDue() : digests().send(invocation.caller(), require(list));
        return invocation.done(issues == 0 ? "Nothing waits for a digest." : Printer.number(issues, "issue is", "issues are") + " on the way.",
                Row.of("issues", issues));
    }

    @Command(name = "bump", description = "Let the next digest of a list begin a new volume.",
            footer = "Example: chancery digest bump talk@lists.example.org")
    int bump(@Parameters(paramLabel = "LIST", description = "The address of the list.") String list) {
        Numbers numbers = digests().bump(invocation.caller(), require(list));
        return invocation.done("The next digest of " + list + " is volume " + numbers.volume() + ", issue " + numbers.issue() + ".",
                Row.of("volume", numbers.volume(), "issue", numbers.issue()));
    }

    private MailingList require(String list) {
        return invocation.administration().lists().require(list);
    }

    private DigestAdministration digests() {
        return invocation.administration().digests();
    }
}

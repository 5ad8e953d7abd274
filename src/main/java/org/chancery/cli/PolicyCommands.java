package org.chancery.cli;

import java.io.IOException;
import java.util.List;
import org.chancery.administration.PolicyAdministration;
import org.chancery.administration.PolicyAdministration.Analysed;
import org.chancery.administration.PolicyAdministration.Stored;
import org.chancery.list.MailingList;
import org.chancery.policy.Finding;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.WhoTable;
import org.chancery.posting.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery policy`: who may post.
@Command(name = "policy", addMethodSubcommands = false, description = "Who may post on a list: its rules.",
        footer = "Example: chancery policy set talk@lists.example.org < talk.policy")
final class PolicyCommands {
    private static final int MAX_POLICY = 4 * PolicyParser.MAX_CHARACTERS; // UTF-8

    private final Invocation invocation;

    PolicyCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "show", description = "Show the policy in force. What settings add stands above it as comments.",
            footer = "Example: chancery policy show talk@lists.example.org > talk.policy")
    int show(@Parameters(paramLabel = "LIST", description = "The list.") String address) {
        MailingList list = list(address);
        if (invocation.printer().isJson()) {
            invocation.printer().thing(Row.of("list", list.address(), "version", list.policy().version(), "policy", list.policy().text(),
                    "shown", policies().show(list)));
        } else {
            invocation.printer().text("policy", policies().show(list));
        }
        return ExitCode.DONE;
    }

    @Command(name = "set", description = {
            "Store a new version of the policy, read from stdin.",
            "Errors: exit 1 and nothing is stored. Warnings (W-OPEN, W-FORGE, W-AUTHN, W-DEAD) are told on stderr."},
            footer = "Example: chancery policy set talk@lists.example.org < talk.policy")
    int set(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The policy; default stdin.") InputFile file)
            throws IOException {
        MailingList list = list(address);
        Stored stored = policies().set(invocation.caller(), list, file.text(MAX_POLICY));
        stored.analysis().warnings().forEach(warning -> invocation.printer().warn(warning.toString()));
        if (!invocation.printer().isJson() && !invocation.options().quiet()) {
            invocation.printer().text("differences", stored.diff().text());
        }
        return invocation.done("Version " + stored.version() + " of the policy of " + list.address() + " is in force.",
                Row.of("list", list.address(), "version", stored.version(), "warnings", findings(stored.analysis().warnings()),
                        "differences", stored.diff().changes().stream().map(Object::toString).toList()));
    }

    @Command(name = "test", description = "Judge a message read from stdin as if it came in now, explain, and do nothing with it.",
            footer = "Example: chancery policy test talk@lists.example.org < mail.eml")
    int test(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The message; default stdin.") InputFile file)
            throws IOException {
        MailingList list = list(address);
        Order.Judged judged = invocation.administration().posts().test(list, file.bytes(PostCommand.MAX_MESSAGE));
        invocation.printer().thing(judged(judged));
        return ExitCode.DONE;
    }

    @Command(name = "analyse", description = "Look over the policy in force: errors, warnings, and what it does with whom.",
            footer = "Example: chancery policy analyse talk@lists.example.org")
    int analyse(@Parameters(paramLabel = "LIST", description = "The list.") String address) {
        Analysed analysed = policies().analyse(list(address));
        List<Row> findings = findings(analysed.analysis().findings());
        if (invocation.printer().isJson()) {
            invocation.printer().thing(Row.of("findings", findings, "who", analysed.who().rows().stream().map(PolicyCommands::who).toList()));
            return ExitCode.DONE;
        }
        analysed.analysis().findings().forEach(finding -> invocation.printer().heading(finding.toString()));
        if (findings.isEmpty()) {
            invocation.printer().heading("No error, no warning.");
        }
        invocation.printer().text("who", "\n" + analysed.who().text());
        return ExitCode.DONE;
    }

    /// A decision with all that explains it, as `policy test`, `held show` and `explain` print it.
    static Row judged(Order.Judged judged) {
        return Row.of("decision", judged.decision(), "reason", judged.reason(), "source", judged.source(), "rule", judged.rule(),
                "ruleText", judged.ruleText(), "tag", judged.tag(), "policyVersion", judged.policyVersion(),
                "facts", judged.facts(), "trail", judged.trail().lines().toList());
    }

    private static List<Row> findings(List<Finding> findings) {
        return findings.stream().map(finding ->
                Row.of("code", finding.kind().code(), "rule", finding.rule(), "text", finding.text())).toList();
    }

    private static Row who(WhoTable.Row row) {
        return Row.of("who", row.who(), "proof", row.proof(), "decision", row.decision().word(), "rule", row.decision().reason().rule(),
                "text", row.decision().reason().text());
    }

    private MailingList list(String address) {
        return invocation.administration().lists().require(address);
    }

    private PolicyAdministration policies() {
        return invocation.administration().policies();
    }
}

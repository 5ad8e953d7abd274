package org.chancery.cli;

import java.util.List;
import org.chancery.administration.DomainAdministration;
import org.chancery.mail.Domain;
import org.chancery.posting.signing.StoredKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery domain`: virtual hosts.
@Command(name = "domain", addMethodSubcommands = false, description = "The domains whose mail is ours.", footer = "Example: chancery domain add lists.example.org")
final class DomainCommands {
    private final Invocation invocation;

    DomainCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Serve a domain: its lists may be made, its mail is taken.",
            footer = "Example: chancery domain add lists.example.org")
    int add(@Parameters(paramLabel = "NAME", description = "The domain name.") String name) {
        Domain domain = invocation.administration().domains().add(invocation.caller(), name);
        return invocation.done("The domain " + domain + " is served now. \"chancery list create NAME@" + domain + "\" makes a list in it.",
                Row.of("domain", domain));
    }

    @Command(name = "list", description = "List the served domains.", footer = "Example: chancery domain list --json")
    int list() {
        invocation.printer().table("No domain is served yet. \"chancery domain add NAME\" adds one.", table ->
                invocation.administration().domains().all().forEach(served ->
                        table.add(Row.of("domain", served.domain(), "lists", served.lists()))));
        return ExitCode.DONE;
    }

    @Command(name = "keys", description = "The keys that sign the mail of a domain (DKIM, ARC), and the DNS records to publish for them.",
            footer = "Example: chancery domain keys lists.example.org --new")
    int keys(
            @Parameters(paramLabel = "NAME", description = "The domain name.") String name,
            @Option(names = "--new", description = "Make new keys; mail is signed with the newest.") boolean fresh,
            @Option(names = "--remove", paramLabel = "SELECTOR", description = "Forget a key that is no longer published.") @Nullable String selector) {
        DomainAdministration domains = invocation.administration().domains();
        if (selector != null) {
            Domain domain = domains.removeKey(invocation.caller(), name, selector);
            return invocation.done("The key " + selector + " of " + domain + " is gone.", Row.of("domain", domain, "selector", selector));
        }
        List<StoredKey> keys = fresh ? domains.createKeys(invocation.caller(), name) : domains.keys(name);
        invocation.printer().table("No keys yet, so mail goes out without signatures. \"chancery domain keys " + name + " --new\" makes them.",
                table -> keys.forEach(key -> table.add(Row.of("name", key.name() + ".", "type", "TXT", "value", key.record()))));
        return ExitCode.DONE;
    }

    @Command(name = "remove", description = "Stop serving a domain that has no lists.",
            footer = "Example: chancery domain remove lists.example.org")
    int remove(@Parameters(paramLabel = "NAME", description = "The domain name.") String name) {
        Domain domain = invocation.administration().domains().remove(invocation.caller(), name);
        return invocation.done("The domain " + domain + " is not served any more.", Row.of("domain", domain));
    }
}

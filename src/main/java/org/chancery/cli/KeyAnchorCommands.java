package org.chancery.cli;

import java.io.IOException;
import java.util.List;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery key anchor`: whose certificates a list believes.
@Command(name = "anchor", description = "The authorities that a list trusts for S/MIME. It trusts no others.",
        footer = "Example: chancery key anchor add talk@lists.example.org ca.pem")
final class KeyAnchorCommands {
    private static final int MAX_FILE = 1 << 20; // revocation lists can be long
    private final Invocation invocation;

    KeyAnchorCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Trust the authorities in a file (PEM or DER), and believe the revocation lists in it.",
            footer = "Example: chancery key anchor add talk@lists.example.org ca.pem")
    int add(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "Certificates and revocation lists; default stdin.") InputFile file) throws IOException {
        List<Trusted> added = invocation.administration().keys().trust(invocation.caller(), named(address), file.bytes(MAX_FILE));
        invocation.printer().table("Nothing in it was new.", table -> added.forEach(entry -> table.add(row(entry))));
        return ExitCode.DONE;
    }

    @Command(name = "list", description = "Show whom a list trusts.", footer = "Example: chancery key anchor list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", description = "The list.") String address) {
        MailingList list = named(address);
        List<Trusted> all = invocation.administration().keys().trusted(invocation.caller(), list);
        invocation.printer().table("The list trusts nobody. \"chancery key anchor add " + list.address() + " FILE\" names an authority.", table -> all.forEach(entry -> table.add(row(entry))));
        return ExitCode.DONE;
    }

    @Command(name = "remove", description = "Trust an authority no more.", footer = "Example: chancery key anchor remove talk@lists.example.org 4A5B6C")
    int remove(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FINGERPRINT", description = "From \"key anchor list\".") String fingerprint) {
        Trusted gone = invocation.administration().keys().distrust(invocation.caller(), named(address), fingerprint);
        return invocation.done(gone.subject() + " is trusted no more.", row(gone));
    }

    private static Row row(Trusted entry) {
        return Row.of("kind", entry.kind(), "subject", entry.subject(), "fingerprint", entry.fingerprint(), "added", entry.added(), "expires", entry.expires());
    }

    private MailingList named(String address) {
        return invocation.administration().lists().require(address);
    }
}

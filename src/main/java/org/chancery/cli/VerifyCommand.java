package org.chancery.cli;

import java.util.List;
import org.chancery.administration.Refused;
import picocli.CommandLine.Command;

/// `chancery verify`.
@Command(name = "verify", description = "Check the whole store against itself; exit 1 tells every fault.", footer = "Example: chancery verify")
final class VerifyCommand implements StoreCommand {
    private final Invocation invocation;

    VerifyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> faults = invocation.services().backups().verify();
        if (!faults.isEmpty()) {
            throw new Refused(faults);
        }
        return invocation.done("The store is sound.", Row.of("sound", true));
    }
}

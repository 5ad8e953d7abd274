package org.chancery.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.ExitCode;
import org.chancery.store.StoreException;

/// What keeps a site from starting, each in one sentence with the key that cures it. What goes away by itself ends with 75, so that
/// a service manager tries again; what somebody has to change ends with 78.
///
/// Example: `listen.smtp: nothing can be taken at 127.0.0.1:25: Permission denied. …`
final class StartFaults {
    private StartFaults() {}

    /// `key` is the configuration key that names `where`.
    static CommandFailure listening(String key, Endpoint where, Throwable fault) {
        String why = rootOf(fault);
        String lower = why.toLowerCase(Locale.ROOT);
        boolean taken = lower.contains("in use");
        String cure = taken
                ? "Another program holds it: end that one, or set " + key + "."
                : lower.contains("permission")
                        ? "Ports below 1024 need root or CAP_NET_BIND_SERVICE: give that, or set " + key + "."
                        : "Set " + key + " to an address of this machine.";
        return new CommandFailure(taken ? ExitCode.TRY_LATER : ExitCode.CONFIGURATION, key + ": nothing can be taken at " + where + ": " + why + ". " + cure);
    }

    private static String rootOf(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElseGet(root::toString);
    }

    /// A file that the configuration names under `key`.
    static CommandFailure file(String key, IOException fault) {
        return new CommandFailure(ExitCode.CONFIGURATION, key + ": " + switch (fault) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied -> "the file " + denied.getFile() + " may not be read by this user";
            default -> String.valueOf(fault.getMessage());
        } + ".");
    }

    /// Opens the store, or tells why not.
    static <T> T told(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (StoreException fault) {
            throw store(fault);
        }
    }

    private static CommandFailure store(StoreException fault) {
        return switch (fault.kind()) {
            case TEMPORARY -> new CommandFailure(ExitCode.TRY_LATER, "store.url: " + fault.getMessage() + " Start the database, or set store.url.");
            case DISK_FULL -> new CommandFailure(ExitCode.TRY_LATER, "The store cannot be opened: " + fault.getMessage() + ". Make room on that disk.");
            case FATAL -> new CommandFailure(ExitCode.CONFIGURATION, "The store cannot be opened: " + fault.getMessage() + ".");
        };
    }
}

package org.chancery.subscription;

import java.util.Locale;

/// The way a request came in; written into the audit log.
public enum Door {
    /// A mail to `-join` or `-leave`, or the answer to a confirmation.
    MAIL,
    /// The page of a list.
    FORM,
    /// A command in a mail to `-request`.
    COMMAND,
    /// The command line.
    CLI;

    /// As the audit log names doors.
    public String word() {
        return this == FORM ? "web" : name().toLowerCase(Locale.ROOT);
    }
}

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

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

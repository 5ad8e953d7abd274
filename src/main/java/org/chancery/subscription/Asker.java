package org.chancery.subscription;

/// How sure it is who asks for something in the name of an address.
public enum Asker {
    /// A From field or a form says so. Anybody can write that.
    ANYBODY,
    /// The domain of the address stands behind the mail that says so (SPF, DKIM, DMARC).
    AUTHENTICATED,
    /// The person at that address has proved to be it, for example by logging in.
    PROVED,
    /// An administrator or owner, whose act is logged.
    ADMINISTRATOR
}

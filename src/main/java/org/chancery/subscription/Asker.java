package org.chancery.subscription;

/// How sure it is who asks for something in the name of an address.
public enum Asker {
    /// A From field or a form says so. Anybody can write that.
    ANYBODY,
    /// The person at that address has proved to be it, for example by logging in.
    PROVED,
    /// An administrator or owner, whose act is logged.
    ADMINISTRATOR
}

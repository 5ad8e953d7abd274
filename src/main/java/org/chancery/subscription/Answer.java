package org.chancery.subscription;

/// What whoever asked may hear. None of these tells a member from a stranger or from somebody who is banned.
public enum Answer {
    /// The request was taken; what becomes of it is told to the address it is about.
    TAKEN,
    /// The list is closed and takes no members.
    CLOSED,
    /// Done, or done before: the same answer each time.
    DONE,
    /// The address agreed; moderators decide.
    WAITS,
    /// It was declined and nothing happens.
    DECLINED,
    /// The answer did not come from the address that was asked. Nothing changed.
    NOT_ASKED,
    /// No such token, or its time is over. Nothing changed.
    UNKNOWN
}

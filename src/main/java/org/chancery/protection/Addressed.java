package org.chancery.protection;

/// Whom a mail is addressed to in the header that its author protected (RFC 9788), seen from where it came in.
public enum Addressed {
    /// To and Cc are not protected, or name nobody whom the site knows: the author may have used Bcc.
    UNSAID,
    /// The address that it came to is among them.
    HERE,
    /// Not this address, but another one of the same list: `LIST-owner@` for what came to `LIST@`.
    ANOTHER_ROLE,
    /// No address of this list, but one of another list of the site.
    ANOTHER_LIST
}

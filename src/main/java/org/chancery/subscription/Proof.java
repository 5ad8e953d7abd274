package org.chancery.subscription;

import org.chancery.mail.Address;

/// By what a token was answered.
public sealed interface Proof {

    /// A mail to the token's address that no machine wrote, with one author. It counts only from the address that was asked.
    record Reply(Address headerFrom) implements Proof {}

    /// A button on the page behind the token, pressed by POST; the page is reached only with the mail.
    record Page() implements Proof {}
}

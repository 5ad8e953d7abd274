package org.chancery.posting.signing;

import java.time.Instant;
import org.chancery.mail.Domain;

/// A signing key as the store holds it: `algorithm` as `a=` names it, `record` is the TXT record to publish under [#name], `sealed` the private half in a box that only
/// this site opens.
public record StoredKey(Domain domain, String selector, String algorithm, String record, byte[] sealed, Instant created) {
    /// Where the public half stands in the DNS (RFC 6376 section 3.6.2.1).
    public String name() {
        return name(domain, selector);
    }

    static String name(Domain domain, String selector) {
        return selector + "._domainkey." + domain;
    }
}

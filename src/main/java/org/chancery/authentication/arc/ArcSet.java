package org.chancery.authentication.arc;

import org.chancery.authentication.dkim.SignatureField;
import org.chancery.mail.Header;

/// The three fields that one hop added (RFC 8617 section 4.2): what it had found, its signature under the message, its seal over
/// the chain.
record ArcSet(int instance, Header results, SignatureField message, SignatureField seal) {

    /// Authserv-id and results, as in Authentication-Results.
    String found() {
        String value = results.value();
        return value.substring(value.indexOf(';') + 1);
    }

    /// `none`, `pass` or `fail`: what this hop found the chain before it to be.
    String chainValidation() {
        return seal.tags().value("cv").orElse("");
    }
}

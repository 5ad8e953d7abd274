package org.chancery.protection;

import org.chancery.mail.HeaderField;

/// The field in which a list tells its members what the signature of the author was worth when the post came: for programs that cannot look at
/// a signature inside another. It is our own, registered nowhere, and stands only where the list's encryption or signature covers it;
/// one that a post brings along is taken off.
///
/// Example: `Author-Signature: good; key=0123456789ABCDEF0123456789ABCDEF01234567; encryption=list`.
public final class AuthorSignature {
    public static final String NAME = "Author-Signature";

    private AuthorSignature() {}

    public static HeaderField of(CryptoReport report) {
        String key = report.signer().map(fingerprint -> "; key=" + fingerprint).orElse("");
        return HeaderField.structured(NAME, report.signature().word() + key + "; encryption=" + report.encryption().word());
    }
}

package org.chancery.authentication.dkim;

import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.mail.Domain;

/// What became of one DKIM-Signature field (RFC 8601 section 2.7.1).
///
/// `domain` is `d=`, empty if that is no domain; `selector`, `algorithm` and `identity` (`i=`) are empty if they cannot be
/// read, else plain printable text. `reason` is one clause, empty for a pass. `bodyHash` is what we computed, in base64.
/// `mark` is how `b=` begins, which tells signatures of one domain apart (RFC 6008). `isTesting`: the key record says `t=y`, so
/// the signature must count as if it were not there (RFC 6376 section 3.6.1).
public record DkimSignatureResult(
        Result result, Optional<Domain> domain, String selector, String algorithm, String identity, String reason, String bodyHash, String mark,
        boolean isTesting) {

    /// May somebody rely on it?
    public boolean isProof() {
        return result == Result.PASS && !isTesting;
    }
}

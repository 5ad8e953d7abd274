package org.chancery.authentication.dkim;

import java.util.Set;

/// By which rules a signature is judged.
public enum Rules {
    /// RFC 8301 and what a receiver should trust today; the only ones on the mail line.
    TODAY(1024, Set.of(Algorithm.RSA_SHA256, Algorithm.ED25519_SHA256)),
    /// What was good when an old archive was written: SHA-1, short keys, no `v=` or that of a draft, `l=`, `g=` in keys (RFC 4871), DomainKeys (RFC 4870).
    HISTORIC(0, Set.of(Algorithm.values()));

    private final int minRsaBits;
    private final Set<Algorithm> algorithms;

    Rules(int minRsaBits, Set<Algorithm> algorithms) {
        this.minRsaBits = minRsaBits;
        this.algorithms = algorithms;
    }

    /// RFC 8301 section 3.2.
    int minRsaBits() {
        return minRsaBits;
    }

    boolean takes(Algorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    boolean isHistoric() {
        return this == HISTORIC;
    }
}

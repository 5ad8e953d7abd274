package org.chancery.protection.openpgp;

import java.time.Instant;

/// A signature that holds, without regard to any mail around it. Both keys are fingerprints in upper-case hexadecimal.
public record Verified(Instant made, String signingKey, String certificate, boolean isText) {}

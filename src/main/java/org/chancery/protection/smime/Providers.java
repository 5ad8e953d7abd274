package org.chancery.protection.smime;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Bouncy Castle as a provider that is handed to those who need it and never registered: nobody else's algorithms change.
final class Providers {
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private Providers() {}
}

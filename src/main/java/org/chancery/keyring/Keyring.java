package org.chancery.keyring;

import java.security.SecureRandom;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;

/// Everything of this room that the line, administration and pages work with.
public record Keyring(Ports ports, KeyBox box, ListKeyrings keyrings, SignatureMemory memory) {
    /// `sealed` keeps the secrets of lists, `accepted` tells signatures again.
    public static Keyring over(Ports ports, SealedBox sealed, Secret accepted, SecureRandom random) {
        KeyBox box = new KeyBox(sealed);
        return new Keyring(ports, box, new ListKeyrings(ports, box, random), new SignatureMemory(ports.accepted(), accepted));
    }
}

package org.chancery.kit;

import java.security.SecureRandom;
import org.chancery.keyring.Keyring;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;

/// The room of keys over the store of a test.
public final class TestKeyring {
    private TestKeyring() {}

    public static Keyring of(Store store) {
        SecureRandom random = new SecureRandom();
        return Keyring.over(store.keys(), new SealedBox(Secret.of(new byte[32]), random), Secret.of(new byte[32]), random);
    }
}

package org.chancery.keyring;

import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.protection.Technology;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;

/// Seals the secrets of lists under the site's master key, each under the name of its place, so that none can be put in place of another.
///
/// Example: `new KeyBox(new SealedBox(master.derive("list-keys"), random)).open(key)`.
public final class KeyBox {
    private final SealedBox box;

    public KeyBox(SealedBox box) {
        this.box = box;
    }

    public byte[] sealKey(ListId list, Technology technology, String component, Secret secret) {
        return box.seal(name("key", list, technology, component), secret);
    }

    public byte[] sealRevocation(ListId list, Technology technology, String component, Secret revocation) {
        return box.seal(name("revocation", list, technology, component), revocation);
    }

    /// Empty when there is none, or when it was sealed by another site: a store restored without its master key.
    public Optional<Secret> open(ListKey key) {
        return key.sealed().length == 0 ? Optional.empty() : box.open(name("key", key.list(), key.technology(), key.component()), key.sealed());
    }

    public Optional<Secret> openRevocation(ListKey key) {
        return key.revocation().length == 0
                ? Optional.empty()
                : box.open(name("revocation", key.list(), key.technology(), key.component()), key.revocation());
    }

    /// The key of the archive of a list.
    byte[] sealArchive(ListId list, Secret key) {
        return box.seal("archive " + list, key);
    }

    Optional<Secret> openArchive(ListId list, byte[] sealed) {
        return box.open("archive " + list, sealed);
    }

    private static String name(String what, ListId list, Technology technology, String component) {
        return what + " " + list + " " + technology.word() + " " + component;
    }
}

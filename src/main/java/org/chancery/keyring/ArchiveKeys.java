package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.protection.Plaintext;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;

/// Seals what the archive of a list keeps: AES-256-GCM under a key of the list, made when it is first needed, which lies under the site's
/// master key and is never changed when the keys for mail are. Each post is bound to its list and number, so none can be put in the place
/// of another, and nobody who only writes into the store can make one.
///
/// Example: `keys.seal(list, "17", text)`, then `keys.open(list, "17", sealed)`; under `"18"` it does not open.
public final class ArchiveKeys {
    private static final int OCTETS = 32;
    private static final By SERVER = new By("server", "archive");

    private final ListKeys lists;
    private final KeyBox box;
    private final InstantSource clock;
    private final SecureRandom random;

    ArchiveKeys(ListKeys lists, KeyBox box, InstantSource clock, SecureRandom random) {
        this.lists = lists;
        this.box = box;
        this.clock = clock;
        this.random = random;
    }

    /// Empty when the list has a key that does not open: the site's master key is another one than it was sealed under. Then nothing takes its
    /// place, except [#restore].
    public Optional<byte[]> seal(ListId list, String post, Plaintext text) {
        return key(list).or(() -> made(list)).map(key -> box(key).seal(name(list, post), text.borrow()));
    }

    /// Empty for what was changed, belongs to another post or list, or is sealed under a key that does not open.
    public Optional<Plaintext> open(ListId list, String post, byte[] sealed) {
        return key(list).flatMap(key -> box(key).openOctets(name(list, post), sealed)).map(Plaintext::new);
    }

    Optional<Secret> key(ListId list) {
        return lists.archiveKey(list).flatMap(sealed -> box.openArchive(list, sealed));
    }

    /// Two servers may do this at once: both go on with the key of the one that was quicker.
    private Optional<Secret> made(ListId list) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        lists.putArchiveKey(list, Optional.empty(), box.sealArchive(list, Secret.of(octets)), SERVER.act(clock.instant(), "archive.key", "list " + list, "made"));
        return key(list);
    }

    /// Does a backup with this key bring anything? Not when the list has it; and a key that opens is never given up for another.
    Outcome<Boolean> look(ListId list, Secret key) {
        Optional<Secret> known = key(list);
        return known.isPresent() && !known.get().equals(key)
                ? Outcome.refused("the list has another archive key, under which posts are sealed.")
                : Outcome.done(known.isEmpty());
    }

    boolean restore(ListId list, Secret key, By by) {
        return lists.putArchiveKey(list, lists.archiveKey(list), box.sealArchive(list, key), by.act(clock.instant(), "archive.key", "list " + list, "restored"));
    }

    private SealedBox box(Secret key) {
        return new SealedBox(key, random);
    }

    private static String name(ListId list, String post) {
        return "archived " + list + " " + post;
    }
}

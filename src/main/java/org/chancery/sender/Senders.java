package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// The port to senders and their addresses. An address belongs to one sender at most, a deleted one's stay his until he is purged.
/// Every change takes the [Act] that is logged in the same transaction, and returns false when there was nothing to change.
public interface Senders {
    /// Keys of a sender who was deleted for less than this work again when he is restored.
    Duration KEYS_SURVIVE = Duration.ofHours(1);

    /// By primary address, deleted ones too.
    List<Sender> all();

    Optional<Sender> find(SenderId id);

    /// Whose verified address this is, whatever his state.
    Optional<Sender> of(Address address);

    /// Whoever calls has verified the address. False when it belongs to a sender already.
    boolean create(SenderId id, Address address, Act act);

    /// Deletes the sender so that he can be restored until `purgeAfter`. No grant is touched.
    boolean delete(SenderId id, Instant purgeAfter, Act act);

    /// Brings a deleted sender back with every grant he had, in one statement; his keys stay void after [#KEYS_SURVIVE].
    boolean restore(SenderId id, Act act);

    /// To the lists of one domain, or of all.
    boolean limit(SenderId id, Optional<Domain> scope, Act act);

    /// Active to suspended, or back.
    boolean suspend(SenderId id, boolean suspended, Act act);

    /// Whoever calls has verified the address. Pauses the grants that want to be approved again after a change. `undos` are stored with the
    /// change, here and below.
    boolean addAddress(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act);

    /// False for the primary address: another one must be made primary first. As long as an undo is open nobody else gets the address.
    boolean removeAddress(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act);

    /// Makes a verified address the primary one.
    boolean prefer(SenderId id, Address address, List<SenderLink.Mailed> undos, Act act);

    /// Ends for good those whose time is over: their grants move to the history, addresses become free.
    List<Purged> purge(Instant now);

    /// Who was purged, and what had been granted to him.
    record Purged(SenderId id, Address address, List<Grant.Target> grants) {
        public Purged {
            grants = List.copyOf(grants);
        }
    }
}

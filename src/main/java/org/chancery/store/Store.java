package org.chancery.store;

import org.chancery.account.Accounts;
import org.chancery.account.Persons;
import org.chancery.archive.Archive;
import org.chancery.archive.Digests;
import org.chancery.audit.Audit;
import org.chancery.delivery.Queue;
import org.chancery.delivery.bounce.Bounces;
import org.chancery.list.ListRequests;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.moderation.HeldPosts;
import org.chancery.notice.Answers;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextOverrides;
import org.chancery.posting.Receipts;
import org.chancery.posting.sealing.MissedPosts;
import org.chancery.posting.signing.StoredKeys;
import org.chancery.sender.Ports;
import org.chancery.subscription.BanList;
import org.chancery.subscription.Requests;

/// An open store: every port on one database. Closing it writes what was handed in and releases the file or the connections.
///
/// Example: `try (Store store = Stores.open(site, chain, InstantSource.system(), panic)) { store.lists().all(); }`
public record Store(
        Lists lists, ListRequests listRequests, Members members, Accounts accounts, Persons persons, Audit audit, Receipts receipts, Queue queue, Outbox outbox, Answers answers,
        TextOverrides texts, HeldPosts heldPosts, Requests requests, BanList bans, Digests digests, Archive archive, Bounces bounces, Ports senders, StoredKeys signingKeys, org.chancery.keyring.Ports keys,
        MissedPosts missedPosts, Engine engine)
        implements AutoCloseable {

    /// What can be asked of the database as such.
    public interface Engine extends AutoCloseable {
        /// `sqlite` or `postgresql`, for logs and `check`.
        String name();

        /// Transactions committed since the store was opened; with the receipts counted beside it this tells how large
        /// the groups are.
        long commits();

        @Override
        void close();
    }

    @Override
    public void close() {
        engine.close();
    }
}

package org.chancery.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.chancery.audit.AuditChain;
import org.chancery.sender.Ports;

/// Opens a [Store].
public final class Stores {
    private Stores() {}

    /// Where a store is. `url`: `sqlite` for `<data>/chancery.db`, or `postgresql://user[:password]@host1,host2/database`.
    /// `reserve`: octets of disk to keep free, empty for the smaller of 5 % and 500 MB. `lease`: how long work claimed by a
    /// server that went silent stays with it (heartbeats come every 5 seconds).
    public record Site(String url, Path data, OptionalLong reserve, Duration lease) {
        private static final Duration LEASE = Duration.ofSeconds(30); // six missed heartbeats

        public Site(String url, Path data) {
            this(url, data, OptionalLong.empty(), LEASE);
        }
    }

    /// Creates the schema or brings it up to date where needed. `panic` runs once, on the writer's thread, when the store
    /// cannot be trusted any more: by then every waiting caller was told, and the process should end.
    /// Throws [StoreException]: FATAL when the store is newer than this program or a durability setting did not take,
    /// TEMPORARY when the database cannot be reached.
    public static Store open(Site site, AuditChain chain, InstantSource time, Runnable panic) {
        Database database = site.url().equals("sqlite")
                ? Sqlite.open(site.data(), site.reserve(), panic)
                : Postgres.open(site.url(), panic);
        return on(database, chain, time, site.lease());
    }

    static Store on(Database database, AuditChain chain, InstantSource time, Duration lease) {
        AuditTrail audit = new AuditTrail(database, chain);
        JdbcGrants grants = new JdbcGrants(database, audit, time);
        JdbcMembers members = new JdbcMembers(database, audit, time);
        return new Store(
                new JdbcLists(database, audit, time),
                new JdbcListRequests(database, audit, time),
                members,
                new JdbcAccounts(database, audit, time),
                new JdbcPersons(database, audit, time),
                audit,
                new JdbcReceipts(database, time),
                new JdbcQueue(database, audit, time, lease),
                new JdbcOutbox(database, time),
                new JdbcAnswers(database, time),
                new JdbcTexts(database, audit),
                new JdbcHeldPosts(database, audit, time),
                new JdbcRequests(database, audit, time),
                new JdbcBans(database, audit, time),
                new JdbcDigests(database, time),
                new JdbcArchive(database, audit),
                new JdbcBounces(database, audit),
                new Ports(
                        new JdbcSenders(database, audit, time), new JdbcCredentials(database, audit, time), grants, grants,
                        new JdbcInvitations(database, audit, time), new JdbcSenderLinks(database, audit, time), new JdbcFailures(database)),
                new JdbcStoredKeys(database, audit),
                new org.chancery.keyring.Ports(
                        new JdbcListKeys(database, audit), new JdbcMemberKeys(database, audit), new AcceptedSignatureRows(database), new JdbcKeyQuestions(database)),
                new JdbcMissedPosts(database, members, audit),
                database);
    }
}

package org.chancery.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.chancery.administration.Administration;
import org.chancery.administration.SiteBackups;

/// How a command comes to the store when no server runs. Given by `server`, which knows the configuration.
public interface ServicesOpener {

    /// Reads the configuration. A wrong one is [CommandFailure] with exit 78.
    Site locate(GlobalOptions options);

    /// Opens store and services. Called while the lock on the data folder is held, except when the store is shared.
    Services open(Site site);

    /// Puts a backup in the place of the store, or with `dryRun` only checks it; returns what was done in a sentence.
    /// Called while the lock is held and the store is closed. Refuses ([org.chancery.administration.Refused]) a backup
    /// that is not sound, and a folder that has a store already.
    String restore(Site site, InputStream backup, boolean dryRun) throws IOException;

    /// Where a site lies. `isShared`: its store takes several processes at once (PostgreSQL), so a command need not
    /// wait for the lock.
    record Site(Path data, boolean isShared) {}

    /// Open services; closing closes the store.
    interface Services extends AutoCloseable {
        Administration administration();

        SiteBackups backups();

        @Override
        void close();
    }
}

package org.chancery.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.chancery.administration.Backups;
import org.chancery.store.Store;

/// The store's copies, as the command line asks for them.
final class StoreBackups implements Backups {
    private final Store store;

    StoreBackups(Store store) {
        this.store = store;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        throw new IOException("copies of " + store.engine().name() + " are made by its own tools");
    }

    @Override
    public List<String> verify() {
        return store.audit().verify().stream().toList();
    }

    static String restore(java.nio.file.Path data, java.io.InputStream backup, boolean dryRun) throws IOException {
        throw new IOException("restore into " + data + (dryRun ? " (dry run)" : "") + " from " + backup);
    }
}

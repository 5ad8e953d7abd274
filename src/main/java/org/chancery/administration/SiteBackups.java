package org.chancery.administration;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import org.chancery.audit.Audit;

/// Copies of the whole store for its administrators. Who took one is in the audit log, and so in the copy itself.
///
/// Example: `backups.write(caller, out)`; who may not do so meets [Refused.NotAllowed].
public final class SiteBackups {
    private final Backups store;
    private final Audit audit;
    private final InstantSource clock;

    public SiteBackups(Backups store, Audit audit, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    public void write(Caller caller, OutputStream out) throws IOException {
        caller.must(Permission.COPY_STORE);
        audit.note(caller.act(clock.instant(), "site.backup", "site", ""));
        store.write(out);
    }

    /// One sentence for each fault; none when the store is sound.
    public List<String> verify() {
        return store.verify();
    }
}

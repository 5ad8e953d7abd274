package org.chancery.administration;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Copies of the whole store, made while it works. Given by the store.
public interface Backups {
    /// Writes one consistent copy of everything as it stands now; what is committed during the copy may be missing.
    void write(OutputStream out) throws IOException;

    /// Reads the whole store and checks it against itself; one sentence for each fault, none when it is sound.
    List<String> verify();
}

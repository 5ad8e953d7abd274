package org.chancery.store;

import java.io.File;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Keeps some room on the disk of the data folder, so that what was accepted can still be worked on when senders are told
/// 452 (reliability.md I18). Checked before each receipt: one system call.
final class DiskReserve {
    private static final long MOST = 500_000_000; // octets; 5 % of a large disk is more than anybody needs
    private static final long DIVISOR = 20; // 5 %

    private final File folder;
    private final long octets;

    /// `octets`: empty for the smaller of 5 % of the disk and 500 MB.
    DiskReserve(Path folder, OptionalLong octets) {
        this.folder = folder.toFile();
        this.octets = octets.orElseGet(() -> Math.min(this.folder.getTotalSpace() / DIVISOR, MOST));
    }

    /// For a database on another machine, which keeps its own reserve.
    static DiskReserve none() {
        return new DiskReserve(Path.of("."), OptionalLong.of(0));
    }

    void check() {
        if (octets > 0 && folder.getUsableSpace() < octets) {
            throw new StoreException(
                    StoreException.Kind.DISK_FULL, "less than the reserve of " + octets + " octets is free in " + folder);
        }
    }
}

package org.chancery.archive;

import java.util.Optional;
import org.chancery.keyring.ArchiveKeys;
import org.chancery.protection.Plaintext;

/// Kept posts as their readers see them: sealed ones are opened in memory.
///
/// Example: `posts.read(entry)` is the post with CRLF, or empty for a sealed one whose row was changed or put in the place of another.
public final class ArchivedPosts {
    private final Archive archive;
    private final ArchiveKeys keys;

    public ArchivedPosts(Archive archive, ArchiveKeys keys) {
        this.archive = archive;
        this.keys = keys;
    }

    public Archive archive() {
        return archive;
    }

    public Optional<Plaintext> read(Archive.Entry entry) {
        return archive.octets(entry).flatMap(octets -> entry.isSealed() ? keys.open(entry.list(), entry.posting().toString(), octets) : Optional.of(new Plaintext(octets)));
    }
}

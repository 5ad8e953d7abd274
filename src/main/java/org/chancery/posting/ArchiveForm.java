package org.chancery.posting;

/// What an archive keeps of one post.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public sealed interface ArchiveForm {
    /// The post as all members got it.
    record Clear(byte[] octets) implements ArchiveForm {}

    /// The same under the archive key of the list.
    record Sealed(byte[] octets) implements ArchiveForm {}

    /// Nothing: its list or its author does not want it kept, or it is gone.
    record Unwanted(String why) implements ArchiveForm {}

    /// Not before somebody has mended something here; nothing is kept in clear meanwhile.
    record NotYet(String why) implements ArchiveForm {}
}

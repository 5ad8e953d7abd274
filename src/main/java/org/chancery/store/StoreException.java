package org.chancery.store;

/// Nothing was stored, or nothing could be read. The kind says what the caller answers:
/// [Kind#TEMPORARY] 451 4.3.0, [Kind#DISK_FULL] 452 4.3.1, [Kind#FATAL] 451 and the process ends.
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /// Try again later: the database is away, or work of others was in the way.
        TEMPORARY,
        /// No room, or the reserve is reached; service goes on and heals by itself.
        DISK_FULL,
        /// The store cannot be trusted any more, or is not ours to open.
        FATAL
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

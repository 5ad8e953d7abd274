package org.chancery.egress;

/// What came of asking for a document.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public sealed interface Fetched {
    record Got(byte[] octets) implements Fetched {}

    /// The server says that there is none (404, 410).
    record Nothing() implements Fetched {}

    /// The DNS has no such host, or no address of it.
    record NoHost() implements Fetched {}

    /// `why` is one clause.
    record Failed(String why) implements Fetched {}
}

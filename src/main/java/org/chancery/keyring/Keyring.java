package org.chancery.keyring;

/// Everything of this room that the line, administration and pages work with.
public record Keyring(Ports ports, KeyBox box, ListKeyrings keyrings, SignatureMemory memory) {}

package org.chancery.audit;

/// One link of the chain: the act, its place from 1 without gaps, and the MAC over it and its predecessor, in hexadecimal.
public record AuditEntry(long sequence, Act act, String chain) {}

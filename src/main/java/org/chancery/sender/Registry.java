package org.chancery.sender;

/// Everything of this room that administration and pages work with.
public record Registry(Ports ports, Verifiers verifiers, Inviting inviting, PasswordRule rule) {}

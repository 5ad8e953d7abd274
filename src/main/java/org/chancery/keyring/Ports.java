package org.chancery.keyring;

/// What this room keeps, as the store gives it.
public record Ports(ListKeys lists, MemberKeys members, AcceptedMacs accepted, KeyQuestions questions) {}

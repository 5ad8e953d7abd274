package org.chancery.sender;

/// What this room keeps, as the store gives it.
public record Ports(
        Senders senders, Credentials credentials, Grants grants, ListGroups groups, Invitations invitations, SenderLinks links,
        Failures failures) {}

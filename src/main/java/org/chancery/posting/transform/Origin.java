package org.chancery.posting.transform;

/// Where a post comes from, as far as copies tell it in subject and text.
public sealed interface Origin {
    Origin WITHIN = new Within();
    Origin OUTSIDE = new Outside();

    /// It was proved to be from one of the list's own people.
    record Within() implements Origin {}

    /// Nothing proved that.
    record Outside() implements Origin {}

    /// One of the list's people had it sent to outsiders in the name of the list, and the members see it, too; `note` says to whom and how it
    /// went, in one line.
    record Resent(String note) implements Origin {}
}

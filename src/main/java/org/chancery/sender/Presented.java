package org.chancery.sender;

import java.util.Optional;
import java.util.Set;
import org.chancery.list.ListId;

/// What a secret in a message was found to be worth: on which lists, under which name.
///
/// `kept` is false where the message itself had to go because of it. `kid` empty is none, or none that counts: both look the same from outside. `lists` are those on which it counts.
/// `approves`: it is a moderator's, and stands for his approval there.
public record Presented(Optional<String> kid, Set<ListId> lists, boolean approves, boolean kept) {
    public static final Presented NOTHING = new Presented(Optional.empty(), Set.of(), false, true);
    public static final Presented UNKEPT = new Presented(Optional.empty(), Set.of(), false, false);

    public Presented {
        lists = Set.copyOf(lists);
    }

    /// Does it prove the author to be an authorised sender of this list?
    public boolean provesOn(ListId list) {
        return !approves && lists.contains(list);
    }

    /// Did a moderator of this list approve it?
    public boolean approvesOn(ListId list) {
        return approves && lists.contains(list);
    }
}

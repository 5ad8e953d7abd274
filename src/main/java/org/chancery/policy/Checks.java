package org.chancery.policy;

import java.util.List;

/// The checks of one list, in order; numbered from 1. All of them are looked at: refuse and drop end at once,
/// a hold turns a later accept into hold and a later challenge into challenge-then-hold.
///
/// Standings that the language has no word for come as groups of these names, e.g. `refuse when from group "banned".`
public record Checks(List<Check> all) {
    public static final Checks NONE = new Checks(List.of());
    /// The From address is banned from this list.
    public static final String BANNED = "banned";
    /// A member whose posts are always moderated.
    public static final String MODERATED = "moderated";
    /// A member of whom fewer posts were accepted than the list asks for.
    public static final String QUARANTINED = "quarantined";

    public Checks {
        all = List.copyOf(all);
    }
}

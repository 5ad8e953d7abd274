package org.chancery.sender;

import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;

/// The port to list groups: names for sets of lists, which may overlap. Every change takes the [Act] that is logged in the same
/// transaction, and returns false when there was nothing to change.
public interface ListGroups {
    /// By name.
    List<String> all();

    /// Empty when there is no such group.
    Optional<List<ListId>> lists(String name);

    /// The lists that are meant: none for a group that is gone.
    default List<ListId> in(Grant.Target target) {
        return switch (target) {
            case Grant.Target.OfList(ListId list) -> List.of(list);
            case Grant.Target.OfGroup(String name) -> lists(name).orElse(List.of());
        };
    }

    boolean create(String name, Act act);

    /// With the grants on it.
    boolean remove(String name, Act act);

    boolean put(String name, ListId list, Act act);

    boolean take(String name, ListId list, Act act);
}

package org.chancery.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What goes along with an outcome: how many approvals a held post needs (at least 1), a tag that the copies carry
/// and that counts as a topic of that name, and whom to tell.
///
/// Example: `hold and need 2 approvals and notify owner`.
public record Extras(int approvals, Optional<String> tag, List<Standing> notified) {
    /// The roles that can be told; groups besides.
    static final Set<Standing> TOLD = Set.of(Standing.Role.OWNER, Standing.Role.MODERATOR);

    /// One approval, no tag, nobody told.
    public static final Extras NONE = new Extras(1, Optional.empty(), List.of());

    public Extras {
        notified = List.copyOf(notified);
    }

    /// As the language writes it, each with a leading ` and `; empty for none.
    String words() {
        var words = new StringBuilder();
        if (approvals > 1) {
            words.append(" and need ").append(approvals).append(" approvals");
        }
        tag.ifPresent(t -> words.append(" and tag ").append(Words.quoted(t)));
        notified.forEach(n -> words.append(" and notify ").append(n.words()));
        return words.toString();
    }

    /// Both together; where they contradict each other the stricter, or else ours, wins.
    Extras and(Extras other) {
        var told = new LinkedHashSet<>(notified);
        told.addAll(other.notified);
        return new Extras(Math.max(approvals, other.approvals), tag.or(() -> other.tag), List.copyOf(told));
    }
}

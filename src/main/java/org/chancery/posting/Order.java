package org.chancery.posting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// What is to be done with one received message on one list: written in the commit of its receipt.
/// `named` are the addresses in its To and Cc, for members who want no second copy; `waiting` belongs to held posts only.
public record Order(ListId list, State state, Optional<Address> author, Judged judged, List<Address> named, Optional<Waiting> waiting) {
    public Order {
        named = List.copyOf(named);
    }

    /// Names nobody, and nobody is told about it.
    public Order(ListId list, State state, Optional<Address> author, Judged judged) {
        this(list, state, author, judged, List.of(), Optional.empty());
    }

    Order named(List<Address> addresses) {
        return new Order(list, state, author, judged, addresses, waiting);
    }

    Order with(Waiting kept) {
        return new Order(list, state, author, judged, named, Optional.of(kept));
    }

    /// The states of a post on a list; `explain` and `held` show these words.
    public enum State {
        /// To be distributed; the roster is not yet expanded.
        ACCEPTED,
        /// Waits for moderators.
        HELD,
        /// All chunks are written.
        DISTRIBUTED,
        /// Refused by a moderator.
        REJECTED,
        /// Dropped, by policy or by a moderator; kept for `explain` only.
        DISCARDED,
        /// Waited for moderators longer than its list lets posts wait.
        EXPIRED,
        /// Refused after DATA behind a front that could not tell its sender (authorisation.md 1.2).
        REFUSED_UNTOLD
    }

    /// The decision with all that explains it. `facts` are the stored facts of the message, `trail` the rules considered,
    /// one per line.
    public record Judged(
            String decision, String source, int rule, String ruleText, String reason, int policyVersion, int approvals,
            Map<String, String> facts, String trail) {
        public Judged {
            facts = Map.copyOf(facts);
        }
    }
}

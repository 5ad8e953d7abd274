package org.chancery.posting;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.Mark;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// What is to be done with one received message on one list: written in the commit of its receipt.
/// `topics` are the names of the list's topics that the post belongs to, `named` the addresses in its To and Cc, for members who
/// want no second copy; `waiting` belongs to held posts only.
public record Order(
        ListId list, State state, Optional<Address> author, Judged judged, Memory memory, List<String> topics, List<Address> named,
        Protection protection, Optional<Waiting> waiting) {
    public Order {
        topics = List.copyOf(topics);
        named = List.copyOf(named);
    }

    /// What is no post of anybody: neither remembered nor of any topic; names nobody, and nobody is told about it.
    public Order(ListId list, State state, Optional<Address> author, Judged judged) {
        this(list, state, author, judged, Memory.NONE, List.of(), List.of(), Protection.NONE, Optional.empty());
    }

    public Order named(List<Address> addresses) {
        return new Order(list, state, author, judged, memory, topics, addresses, protection, waiting);
    }

    public Order with(Waiting kept) {
        return new Order(list, state, author, judged, memory, topics, named, protection, Optional.of(kept));
    }

    public Order remembered(Memory as, List<String> ofTopics) {
        return new Order(list, state, author, judged, as, ofTopics, named, protection, waiting);
    }

    public Order protectedBy(Protection asked) {
        return new Order(list, state, author, judged, memory, topics, named, asked, waiting);
    }

    /// `isSingle`: nobody gets the post in a digest, which is in clear. `marks`: of the signatures it bears and the encryptions that were opened, so that
    /// they are known when they come again.
    public record Protection(boolean isSingle, List<Mark> marks) {
        public static final Protection NONE = new Protection(false, List.of());

        public Protection {
            marks = List.copyOf(marks);
        }
    }

    /// For how long the list remembers the post, and whether it is an answer. A client that lost our 250 sends again for five
    /// days (RFC 5321 section 4.5.4.1). `role`: of which address of the list, for mail that is no post; empty for posts.
    public record Memory(boolean kept, boolean reply, String role) {
        public static final Duration TIME = Duration.ofDays(5);
        static final Memory NONE = new Memory(false, false);

        /// Of a post.
        public Memory(boolean kept, boolean reply) {
            this(kept, reply, "");
        }

        /// The same mail to another address of the list is another one.
        public boolean isLetter() {
            return !role.isEmpty();
        }

        /// Under what it is found again. No Message-ID that is looked up holds a blank.
        public String key(String messageId) {
            return isLetter() ? role + " " + messageId : messageId;
        }
    }

    /// The same post came before, under `first`: accepted, and dropped here.
    public Order asDuplicateOf(ReceiptId first) {
        Judged duplicate = new Judged(
                "drop", "built-in", 0, Duplicate.RULE, Duplicate.reason(first).text(), judged.policyVersion(), 1, judged.facts(), "");
        return new Order(list, State.DISCARDED, author, duplicate);
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
    /// one per line; `tag` is what the deciding rule put on the post.
    public record Judged(
            String decision, String source, int rule, String ruleText, String reason, int policyVersion, int approvals,
            Map<String, String> facts, String trail, Optional<String> tag) {
        public Judged {
            facts = Map.copyOf(facts);
        }

        /// Without a tag.
        public Judged(
                String decision, String source, int rule, String ruleText, String reason, int policyVersion, int approvals,
                Map<String, String> facts, String trail) {
            this(decision, source, rule, ruleText, reason, policyVersion, approvals, facts, trail, Optional.empty());
        }
    }
}

package org.chancery.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Whom a new version of a policy treats differently, and how. Each change names the fewest facts that show it.
///
/// Example change: `from member, proof domain: accept becomes hold for moderators`.
public record PolicyDiff(List<Change> changes, boolean complete) {
    /// More than this nobody reads before pressing the button.
    private static final int MAX_CHANGES = 30;

    public PolicyDiff {
        changes = List.copyOf(changes);
    }

    /// `who` are the facts that are not neutral, such as `from member`; empty for an ordinary message of a stranger.
    public record Change(List<String> who, Decision before, Decision after) {
        public Change {
            who = List.copyOf(who);
        }

        /// Does this change show already what the other one shows?
        private boolean covers(Change other) {
            return other.who.containsAll(who)
                    && before.comesToTheSameAs(other.before)
                    && after.comesToTheSameAs(other.after);
        }

        @Override
        public String toString() {
            var words = who.isEmpty() ? "a stranger" : String.join(", ", who);
            return words + ": " + said(before) + " becomes " + said(after);
        }

        private static String said(Decision decision) {
            return Explain.what(decision);
        }
    }

    /// Compares two versions over every message that either can tell apart; over the table of standings and proofs
    /// only (and not `complete`) if those are too many.
    public static PolicyDiff between(Policy before, Policy after) {
        var mentions = Mentions.of(before, after);
        var space = new StateSpace(mentions);
        return space.isTooLarge()
                ? new PolicyDiff(byTable(before, after, mentions), false)
                : bySpace(before, after, space);
    }

    private static PolicyDiff bySpace(Policy before, Policy after, StateSpace space) {
        var old = new Judge(BuiltIns.NONE, Checks.NONE, before);
        var now = new Judge(BuiltIns.NONE, Checks.NONE, after);
        var all = new ArrayList<Change>();
        space.each(s -> {
            var was = old.judge(s.facts()).orTryLater();
            var becomes = now.judge(s.facts()).orTryLater();
            if (!was.comesToTheSameAs(becomes)) {
                all.add(new Change(s.words(), was, becomes));
            }
        });
        all.sort(Comparator.comparingInt(c -> c.who.size()));
        return fewest(all);
    }

    private static PolicyDiff fewest(List<Change> all) {
        var told = new ArrayList<Change>();
        for (Change change : all) {
            if (told.stream().noneMatch(t -> t.covers(change))) {
                if (told.size() == MAX_CHANGES) {
                    return new PolicyDiff(told, false);
                }
                told.add(change);
            }
        }
        return new PolicyDiff(told, true);
    }

    private static List<Change> byTable(Policy before, Policy after, Mentions mentions) {
        var old = WhoTable.of(before, mentions).rows();
        var now = WhoTable.of(after, mentions).rows();
        var changes = new ArrayList<Change>();
        for (int i = 0; i < old.size(); i++) {
            var was = old.get(i);
            var becomes = now.get(i).decision();
            if (!was.decision().comesToTheSameAs(becomes)) {
                changes.add(new Change(List.of(was.who(), was.proof()), was.decision(), becomes));
            }
        }
        return changes;
    }

    /// `These senders will be treated differently:` and a line for each; or that nobody is.
    public String text() {
        if (changes.isEmpty()) {
            return complete ? "Nobody will be treated differently.\n" : "No difference found, but not everything was tried.\n";
        }
        var more = complete ? "" : "  and others: not every difference is shown\n";
        return changes.stream()
                .map(c -> "  " + c + "\n")
                .collect(Collectors.joining("", "These senders will be treated differently:\n", more));
    }
}

package org.chancery.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What judging came to: a decision, or the facts it still depends on.
///
/// Example: before an encrypted message is opened, `refuse when not from member.` decides about a stranger already;
/// `hold when has attachments.` leaves a member's message `Undecided` on `has attachments`.
public sealed interface Judgement {

    /// Whatever is still unknown makes no difference.
    record Decided(Decision decision) implements Judgement {}

    /// It depends. `possible` holds every decision that may still come out, at least two that differ.
    record Undecided(Set<FactName> dependsOn, List<Decision> possible) implements Judgement {
        private static final Set<FactName> FROM_DNS = EnumSet.of(
                FactName.DMARC, FactName.SPF, FactName.PROOF_DOMAIN, FactName.PARENT_LIST, FactName.BLOCKLISTED);

        public Undecided {
            dependsOn = Set.copyOf(dependsOn);
            possible = List.copyOf(possible);
        }

        /// RFC 7372 section 3.2 where SPF alone is missing, "other security" of RFC 3463 section 3.8 where another check is.
        private String status() {
            return dependsOn.equals(Set.of(FactName.SPF)) ? "4.7.24" : FROM_DNS.containsAll(dependsOn) ? "4.7.0" : "4.3.0";
        }

        /// The first rule that may decide, and what is missing.
        Reason reason(String beginning) {
            var first = possible.getFirst().reason();
            var missing = dependsOn.stream().sorted().map(FactName::words).collect(Collectors.joining(", "));
            return new Reason(first.source(), first.rule(), first.ruleText(), beginning + missing);
        }

        /// Whatever comes to be known, the post is not taken.
        private boolean isRefused() {
            return possible.stream().allMatch(decision -> decision instanceof Decision.Reject || decision instanceof Decision.Discard);
        }

        List<Considered> trail() {
            return possible.getFirst().trail();
        }
    }

    /// For the SMTP dialogue: what is not known yet is 451, never a guess; where all that may come out is a refusal, it is refused as if
    /// nothing of the unknown were so.
    default Decision orTryLater() {
        return switch (this) {
            case Decided(Decision decision) -> decision;
            case Undecided undecided when undecided.isRefused() -> undecided.possible().getLast();
            case Undecided undecided -> {
                var reason = undecided.reason("Please try again later: not known at the moment: ");
                yield new Decision.Reject(451, undecided.status(), Extras.NONE, reason, undecided.trail());
            }
        };
    }

    /// For a post that we have taken already and judge again: what cannot be known is for the moderators.
    default Decision orHold() {
        return switch (this) {
            case Decided(Decision decision) -> decision;
            case Undecided undecided -> {
                var reason = undecided.reason("Held for the moderators, because it could not be established: ");
                yield new Decision.Hold(Outcome.By.MODERATORS, Extras.NONE, reason, undecided.trail());
            }
        };
    }
}

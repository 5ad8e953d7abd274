package org.chancery.policy;

import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Answers the questions of conditions from facts. Pure and three-valued.
///
/// A DNS failure (`temperror`) leaves `dmarc pass` and its like unknown. A policy that itself asks for
/// `dmarc temperror` has said what it wants then, so for it the failure is a result like any other (`dmarcSettled`).
/// `relayed` is set inside a conjunction that speaks of a parent list only: there the parent's own proof counts.
record Answers(Facts facts, boolean dmarcSettled, boolean spfSettled, boolean relayed) {

    Answers(Facts facts, boolean dmarcSettled, boolean spfSettled) {
        this(facts, dmarcSettled, spfSettled, false);
    }

    Verdict answer(Condition condition) {
        return switch (condition) {
            case Condition.Is(Fact fact, boolean negated) -> negated ? answer(fact).not() : answer(fact);
            case Condition.All all -> all(all);
            case Condition.Any any -> any(any);
        };
    }

    private Verdict all(Condition.All all) {
        var answers = !relayed && facts.roles().contains(Standing.Role.PARENT_LIST) && speaksOfParentOnly(all)
                ? new Answers(facts, dmarcSettled, spfSettled, true)
                : this;
        var verdict = Verdict.YES;
        for (Condition term : all.terms()) {
            verdict = verdict.and(answers.answer(term));
            if (verdict == Verdict.NO) {
                return verdict;
            }
        }
        return verdict;
    }

    private Verdict any(Condition.Any any) {
        var verdict = Verdict.NO;
        for (Condition choice : any.choices()) {
            verdict = verdict.or(answer(choice));
            if (verdict == Verdict.YES) {
                return verdict;
            }
        }
        return verdict;
    }

    /// `from parent list` stands directly in this conjunction, and no other standing anywhere in it: the parent's
    /// proof must never vouch for the member that the From line claims to be.
    private static boolean speaksOfParentOnly(Condition.All all) {
        boolean parent = false;
        for (Condition term : all.terms()) {
            if (term instanceof Condition.Is(Fact.From(var role), boolean negated)
                    && role == Standing.Role.PARENT_LIST
                    && !negated) {
                parent = true;
            } else if (asksOtherStanding(term)) {
                return false;
            }
        }
        return parent;
    }

    private static boolean asksOtherStanding(Condition term) {
        return switch (term) {
            case Condition.Is(Fact fact, _) -> fact instanceof Fact.From || fact instanceof Fact.FromGroup;
            case Condition.All(var terms) -> terms.stream().anyMatch(Answers::asksOtherStanding);
            case Condition.Any(var choices) -> choices.stream().anyMatch(Answers::asksOtherStanding);
        };
    }

    Verdict answer(Fact fact) {
        return switch (fact) {
            case Fact.ProofAtLeast(var level) -> proofAtLeast(level);
            case Fact.ProofIs(var level) -> proofIs(level);
            case Fact.From(var role) when role == Standing.Role.ANYONE -> Verdict.YES;
            case Fact known -> facts.unknown().contains(known.name()) ? Verdict.UNKNOWN : known(known);
        };
    }

    private Verdict known(Fact fact) {
        return switch (fact) {
            case Fact.From(var role) -> Verdict.of(facts.roles().contains(role));
            case Fact.FromGroup(var group) -> Verdict.of(facts.groups().contains(group));
            case Fact.ProofAtLeast(var level) -> proofAtLeast(level);
            case Fact.ProofIs(var level) -> proofIs(level);
            case Fact.Answered(var duty) -> Verdict.of(facts.answered(duty));
            case Fact.Dmarc(var asked) -> checked(facts.dmarc(), asked, dmarcSettled);
            case Fact.Spf(var asked) -> checked(facts.spf(), asked, spfSettled);
            case Fact.Swk(var state) -> Verdict.of(facts.swk() == state);
            case Fact.SignedBy(var signature) -> Verdict.of(signedBy(signature));
            case Fact.Encrypted(var toList) -> encrypted(toList);
            case Fact.ClientCertificate(var holder) ->
                Verdict.of(facts.clientCertificate().filter(holder::equals).isPresent());
            case Fact.Blocklisted(var atLeast) -> Verdict.of(facts.blocklisted() >= atLeast);
            case Fact.Spam(var grade) -> Verdict.of(facts.spam().compareTo(grade) >= 0);
            case Fact.SizeOver size -> Verdict.of(facts.sizeOctets() > size.octets());
            case Fact.TypeOutside outside -> Verdict.of(isOutside(outside));
            case Fact.CrossPosted(var over) -> Verdict.of(facts.crossPosted() > over);
            case Fact.Recipients(var over) -> Verdict.of(facts.recipients() > over);
            case Fact.HeaderMatches(var pattern) -> Verdict.of(facts.headerPatterns().contains(pattern));
            case Fact.ListIs(var state) -> Verdict.of(facts.listState() == state);
            case Fact.Present(var name) -> Verdict.of(facts.present().contains(name));
        };
    }

    private static Verdict checked(Result found, Result asked, boolean settled) {
        if (found == asked) {
            return Verdict.YES;
        }
        return found == Result.TEMPERROR && !settled ? Verdict.UNKNOWN : Verdict.NO;
    }

    private boolean signedBy(Facts.Signature asked) {
        return switch (asked) {
            case NOBODY -> facts.signature() == Facts.Signature.NOBODY;
            case ANY_KEY -> facts.signature() != Facts.Signature.NOBODY;
            case KNOWN_KEY -> facts.signature() == Facts.Signature.KNOWN_KEY;
        };
    }

    private Verdict encrypted(boolean toList) {
        return switch (facts.encryption()) {
            case NONE -> Verdict.NO;
            case OTHERS -> Verdict.of(!toList);
            case UNOPENED -> toList ? Verdict.UNKNOWN : Verdict.YES;
            case LIST -> Verdict.YES;
        };
    }

    private boolean isOutside(Fact.TypeOutside outside) {
        for (String type : facts.contentTypes()) {
            if (outside.allowed().stream().noneMatch(allowed -> covers(allowed, type))) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String allowed, String type) {
        return allowed.endsWith("/*")
                ? type.startsWith(allowed.substring(0, allowed.length() - 1))
                : type.equals(allowed);
    }

    private boolean holds(ProofLevel level) {
        return facts.holds(level) || (relayed && level == ProofLevel.DOMAIN);
    }

    private boolean mayHold(ProofLevel level) {
        return (level == ProofLevel.DOMAIN && dmarcSettled && facts.dmarc() == Result.TEMPERROR)
                ? facts.unknown().contains(FactName.PROOF_DOMAIN)
                : facts.mayHold(level);
    }

    private Verdict proofAtLeast(ProofLevel asked) {
        boolean maybe = false;
        for (ProofLevel level : ProofLevel.ALL) {
            if (level.atLeast(asked)) {
                if (holds(level)) {
                    return Verdict.YES;
                }
                maybe |= mayHold(level);
            }
        }
        return maybe ? Verdict.UNKNOWN : Verdict.NO;
    }

    /// Held, and nothing above it is.
    private Verdict proofIs(ProofLevel asked) {
        boolean maybeAbove = false;
        for (ProofLevel level : ProofLevel.ALL) {
            if (level.isAbove(asked)) {
                if (holds(level)) {
                    return Verdict.NO;
                }
                maybeAbove |= mayHold(level);
            }
        }
        if (!holds(asked) && !mayHold(asked)) {
            return Verdict.NO;
        }
        return holds(asked) && !maybeAbove ? Verdict.YES : Verdict.UNKNOWN;
    }
}

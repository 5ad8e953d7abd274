package org.chancery.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.chancery.authentication.FactSource;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// One thing known of a message, in words, with who vouches for it. Neutral facts are not told.
///
/// Example: `dmarc pass (path-checked)`.
public record KnownFact(FactName name, String words) {

    public FactSource source() {
        return name.source();
    }

    /// All that is not neutral, in the order of the register.
    public static List<KnownFact> of(Facts facts) {
        var known = new ArrayList<KnownFact>();
        facts.roles().forEach(r -> known.add(of(new Fact.From(r))));
        facts.groups().forEach(g -> known.add(of(new Fact.FromGroup(g))));
        ProofLevel.ALL.stream()
                .filter(l -> l != ProofLevel.NONE && facts.holds(l))
                .forEach(l -> known.add(new KnownFact(FactName.of(l), "proof " + l)));
        answer(known, Duty.Kind.CONFIRM, facts.confirmed());
        answer(known, Duty.Kind.CONTRACT, facts.agreed());
        checks(known, facts);
        measures(known, facts);
        facts.contentTypes().forEach(t -> known.add(new KnownFact(FactName.CONTENT_TYPES, "type " + t)));
        facts.headerPatterns().forEach(p -> known.add(of(new Fact.HeaderMatches(p))));
        facts.present().forEach(n -> known.add(new KnownFact(n, n.words())));
        facts.unknown().forEach(n -> known.add(new KnownFact(n, n.words() + ": not known")));
        known.sort(Comparator.comparing(KnownFact::name));
        return known;
    }

    private static KnownFact of(Fact fact) {
        return new KnownFact(fact.name(), fact.words());
    }

    private static void answer(List<KnownFact> known, Duty.Kind duty, Facts.Answer answer) {
        var words = "answered " + duty.word();
        switch (answer) {
            case NO -> {}
            case FROM_MAILBOX -> known.add(new KnownFact(duty.fact(), words));
            case ELSEWHERE -> known.add(new KnownFact(duty.fact(), words + ", not from the From mailbox"));
        }
    }

    private static void checks(List<KnownFact> known, Facts facts) {
        if (facts.dmarc() != Result.NONE) {
            known.add(of(new Fact.Dmarc(facts.dmarc())));
        }
        if (facts.spf() != Result.NONE) {
            known.add(of(new Fact.Spf(facts.spf())));
        }
        if (facts.swk() != Facts.SubstituteKey.ABSENT) {
            known.add(of(new Fact.Swk(facts.swk())));
        }
        switch (facts.signature()) {
            case NOBODY -> {}
            case ANY_KEY -> known.add(new KnownFact(FactName.SIGNATURE, "signed by an unknown key"));
            case KNOWN_KEY -> known.add(of(new Fact.SignedBy(Facts.Signature.KNOWN_KEY)));
        }
        switch (facts.encryption()) {
            case NONE -> {}
            case OTHERS -> known.add(new KnownFact(FactName.ENCRYPTION, "encrypted, but not to the list"));
            case UNOPENED -> known.add(new KnownFact(FactName.ENCRYPTION, "encrypted, not opened"));
            case LIST -> known.add(of(new Fact.Encrypted(true)));
        }
        facts.clientCertificate().ifPresent(c -> known.add(of(new Fact.ClientCertificate(c))));
    }

    private static void measures(List<KnownFact> known, Facts facts) {
        if (facts.blocklisted() > 0) {
            known.add(new KnownFact(FactName.BLOCKLISTED, "blocklisted by " + facts.blocklisted()));
        }
        if (facts.spam() != Facts.Spam.NO) {
            known.add(of(new Fact.Spam(facts.spam())));
        }
        if (facts.sizeOctets() > 0) {
            known.add(new KnownFact(FactName.SIZE, "size " + facts.sizeOctets() + " octets"));
        }
        if (facts.crossPosted() != 1) {
            known.add(new KnownFact(FactName.CROSS_POSTED, "cross-posted to " + facts.crossPosted() + " lists"));
        }
        if (facts.recipients() != 1) {
            known.add(new KnownFact(FactName.RECIPIENTS, facts.recipients() + " recipients"));
        }
        if (facts.listState() != Facts.ListState.ACTIVE) {
            known.add(of(new Fact.ListIs(facts.listState())));
        }
    }

    @Override
    public String toString() {
        return words + " (" + source() + ")";
    }
}

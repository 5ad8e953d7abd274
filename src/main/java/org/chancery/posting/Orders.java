package org.chancery.posting;

import java.util.List;
import java.util.stream.Collectors;
import org.chancery.list.ProtectionPolicy;
import org.chancery.policy.Considered;
import org.chancery.policy.Decision;
import org.chancery.policy.Extras;
import org.chancery.policy.Facts;
import org.chancery.policy.Outcome;

/// Turns verdicts into what is written in the commit. Here each decision becomes the state its post begins in.
final class Orders {
    private Orders() {}

    static Order of(Verdict verdict) {
        return new Order(verdict.list().id(), state(verdict.decision()), verdict.author(), judged(verdict)).remembered(verdict.memory(), verdict.topics())
                .protectedBy(protection(verdict));
    }

    /// A digest is in clear, so nobody gets in one what came encrypted, or what this list encrypts. Signatures and encryptions count as seen when their post was
    /// accepted, or may be.
    private static Order.Protection protection(Verdict verdict) {
        boolean isSingle = verdict.facts().encryption() == Facts.Encryption.LIST
                || ProtectionPolicy.of(verdict.list().settings()).distribEncrypt().isAny();
        boolean isTaken = verdict.decision() instanceof Decision.Accept || verdict.decision() instanceof Decision.Hold || verdict.decision() instanceof Decision.Challenge;
        return new Order.Protection(isSingle, isTaken ? verdict.opened().marks() : List.of());
    }

    /// With whatever belongs to a held post: whom it is told to is settled before the commit, so that post and mails become durable
    /// together.
    static Order of(Verdict verdict, Incoming incoming, HoldNotices holdNotices) {
        Order order = of(verdict);
        boolean forOwners = verdict.decision() instanceof Decision.Hold hold && hold.by() == Outcome.By.OWNERS;
        return order.state() == Order.State.HELD
                ? order.with(holdNotices.of(new HeldPost(incoming.received(), incoming.message(), verdict.list(), verdict.author(), order.judged(), forOwners,
                        verdict.opened().inside())))
                : order;
    }

    private static Order.State state(Decision decision) {
        return switch (decision) {
            case Decision.Accept _ -> Order.State.ACCEPTED;
            case Decision.Hold _, Decision.Challenge _ -> Order.State.HELD;
            case Decision.Reject _ -> Order.State.REFUSED_UNTOLD;
            case Decision.Discard _ -> Order.State.DISCARDED;
        };
    }

    static Order.Judged judged(Verdict verdict) {
        Decision decision = verdict.decision();
        return new Order.Judged(
                decision.word(), decision.reason().source().word(), decision.reason().rule(), decision.reason().ruleText(),
                reason(decision), verdict.list().policy().version(), approvals(decision), verdict.facts().toMap(),
                decision.trail().stream().map(Orders::line).collect(Collectors.joining("\n")), decision.extras().tag());
    }

    /// Until contracts exist a challenge is carried out as a hold, and says so.
    private static String reason(Decision decision) {
        return switch (decision) {
            case Decision.Challenge _ -> "challenge not available; held for moderators. " + decision.reason().text();
            case Decision.Accept _, Decision.Hold _, Decision.Reject _, Decision.Discard _ -> decision.reason().text();
        };
    }

    private static int approvals(Decision decision) {
        return decision instanceof Decision.Hold hold ? hold.extras().approvals() : Extras.NONE.approvals();
    }

    private static String line(Considered considered) {
        return considered.verdict() + " " + considered.source() + "/" + considered.rule() + " " + considered.text();
    }
}

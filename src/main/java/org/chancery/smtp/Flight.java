package org.chancery.smtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transmission on its way: what is already known of each recipient, and what the connection has to do next.
final class Flight {
    final Transmission transmission;
    private final @Nullable RecipientOutcome[] outcomes;

    /// MAIL (and what goes with it) was written.
    boolean asked;

    /// 354 came.
    boolean mayGo;

    /// From here on a lost connection may hide a delivery.
    boolean dotMayBeOut;

    /// The server still has a transaction open that leads nowhere.
    boolean needsReset;

    Flight(Transmission transmission) {
        this.transmission = transmission;
        this.outcomes = new RecipientOutcome[transmission.recipients().size()];
    }

    /// What the server's capabilities rule out is refused here, with the reply the server would have to give.
    void refuseWhatCannotGo(Capabilities capabilities) {
        if (transmission.needsSmtpUtf8() && !capabilities.smtpUtf8()) {
            refuseAll(SmtpReply.of(553, "5.6.7", "the receiving server does not offer SMTPUTF8"));
        } else if (capabilities.size().isPresent() && transmission.size() > capabilities.size().getAsLong()) {
            refuseAll(SmtpReply.of(552, "5.3.4", "larger than the receiving server takes"));
        }
    }

    boolean isSettled() {
        return open() == 0;
    }

    /// Recipients without an outcome yet.
    int open() {
        int open = 0;
        for (RecipientOutcome outcome : outcomes) {
            open += outcome == null ? 1 : 0;
        }
        return open;
    }

    void refuseAll(SmtpReply reply) {
        settleOpen(new RecipientOutcome.Refused(reply));
    }

    void answered(int recipient, SmtpReply reply) {
        if (!reply.isPositive() && outcomes[recipient] == null) {
            outcomes[recipient] = new RecipientOutcome.Refused(reply);
        }
    }

    void dataAnswered(SmtpReply reply, boolean inTransaction) {
        mayGo = reply.code() == 354;
        if (!mayGo) {
            needsReset = inTransaction;
            // 2xx to DATA makes no sense; as a refusal it is at least a temporary one
            refuseAll(reply.isPositive() ? SmtpReply.of(451, "4.5.0", "unexpected reply to DATA: " + reply) : reply);
        }
    }

    void contentAnswered(SmtpReply reply) {
        settleOpen(verdict(reply));
    }

    /// LMTP: the answer for the first accepted recipient that has none yet.
    void nextContentAnswered(SmtpReply reply) {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = verdict(reply);
                return;
            }
        }
    }

    private static RecipientOutcome verdict(SmtpReply reply) {
        return reply.isPositive() ? new RecipientOutcome.Accepted(reply) : new RecipientOutcome.Refused(reply);
    }

    /// The connection is gone. A reply (421) says that nothing was taken; without one, after the dot, nobody knows.
    void failed(RecipientOutcome.SiteFailed failure) {
        settleOpen(dotMayBeOut && failure.reply().isEmpty() ? new RecipientOutcome.Unknown(failure.reason()) : failure);
    }

    private void settleOpen(RecipientOutcome outcome) {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = outcome;
            }
        }
    }

    List<RecipientOutcome> outcomes() {
        List<RecipientOutcome> known = new ArrayList<>(outcomes.length);
        for (RecipientOutcome outcome : outcomes) {
            if (outcome != null) {
                known.add(outcome);
            }
        }
        return List.copyOf(known);
    }
}

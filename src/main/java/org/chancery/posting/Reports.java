package org.chancery.posting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.DeliveryStatusNotification;
import org.chancery.delivery.DeliveryStatusNotification.Refusal;
import org.chancery.notice.Notice;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.policy.Decision;
import org.chancery.policy.Reason;

/// The report to a proved sender whose message some lists took and others refused (authorisation.md section 4.5).
final class Reports {
    private Reports() {}

    /// The sender is proved, so there is an address to report to.
    static Notice of(Received received, Message message, List<Verdict> refused, Site site) {
        Address to = received.envelope().mailFrom().path()
                .or(() -> received.session().login().flatMap(login -> Address.parse(login).toOptional()))
                .orElseThrow(() -> new IllegalArgumentException("a report needs a proved sender"));
        Address author = Address.of("postmaster", refused.getFirst().list().domain());
        DeliveryStatusNotification report =
                new DeliveryStatusNotification(site.hostname(), author, to, refused.stream().map(Reports::refusal).toList());
        byte[] header = Arrays.copyOf(message.toByteArray(), message.bodyStart());
        return new Notice("dsn", Optional.empty(), List.of(to), report.write(header, received.at(), site.random()));
    }

    private static Refusal refusal(Verdict verdict) {
        Reason reason = verdict.decision().reason();
        String status = verdict.decision() instanceof Decision.Reject reject && !reject.isTransient() ? reject.status() : "5.7.1";
        return new Refusal(verdict.list().address(), status, "rule " + reason.rule() + ": " + reason.text());
    }
}

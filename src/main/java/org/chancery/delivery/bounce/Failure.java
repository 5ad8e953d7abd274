package org.chancery.delivery.bounce;

import java.time.Instant;
import org.chancery.delivery.bounce.FailedRecipient.Kind;

/// One copy of one member that did not arrive, for good: what counts against an address. `report` is the beginning of what was
/// said, for the member to read; of a refusal in our own SMTP dialogue it is the reply. `ofProbe`: it was no copy, but the probe.
public record Failure(Instant at, Kind kind, String status, String reason, String report, boolean ofProbe) {
    static final int MAX_REPORT = 2_000;

    public Failure {
        reason = reason.length() > FailedRecipient.MAX_REASON ? reason.substring(0, FailedRecipient.MAX_REASON) : reason;
        report = report.length() > MAX_REPORT ? report.substring(0, MAX_REPORT) : report;
    }
}

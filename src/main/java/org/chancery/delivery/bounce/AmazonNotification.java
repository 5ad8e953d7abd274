package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Amazon SES tells of bounces in JSON, sent as a mail of a notification service that breaks its lines anywhere and may wrap it
/// into JSON once more. Few of its fields matter, and none of them nests, so they are looked up and not parsed.
final class AmazonNotification {
    private static final String BOUNCE = "\"notificationType\":\"Bounce\"";
    private static final String RECIPIENTS = "\"bouncedRecipients\":[";

    private AmazonNotification() {}

    /// Empty for every other mail.
    static Optional<BounceReading> read(ReportText text) {
        String json = String.join("", text.lines()).replace("\\", "").replace("! ", "");
        int start = json.contains(BOUNCE) ? json.indexOf(RECIPIENTS) : -1;
        int end = start < 0 ? -1 : json.indexOf(']', start);
        return end < 0 ? Optional.empty() : Optional.of(new BounceReading(true, recipients(json.substring(start + RECIPIENTS.length(), end), !json.contains("\"bounceType\":\"Transient\""))));
    }

    private static List<FailedRecipient> recipients(String list, boolean ends) {
        List<FailedRecipient> recipients = new ArrayList<>();
        for (String entry : list.split("}", BounceReader.MAX_RECIPIENTS)) {
            String address = value(entry, "emailAddress");
            if (AddressScanner.isBare(address)) {
                String said = value(entry, "diagnosticCode");
                Verdict verdict = StatusCode.enhanced(value(entry, "status"))
                        .map(status -> Verdict.ofStatus(status, said, ends))
                        .orElseGet(() -> Verdict.ofText(said, ends));
                recipients.add(new FailedRecipient(address, verdict.status(), said, verdict.kind()));
            }
        }
        return BounceReader.distinct(recipients);
    }

    private static String value(String entry, String name) {
        String key = "\"" + name + "\":\"";
        int start = entry.indexOf(key);
        int end = start < 0 ? -1 : entry.indexOf('"', start + key.length());
        return end < 0 ? "" : entry.substring(start + key.length(), end);
    }
}

package org.chancery.delivery.bounce;

import java.util.List;

/// A failed recipient as a recogniser found it, with the words that go with it. `ends`: delivery to it has ended.
record Finding(String address, String text, boolean ends) {
    FailedRecipient recipient() {
        Verdict verdict = Verdict.ofText(text, ends);
        return new FailedRecipient(address, verdict.status(), text, verdict.kind());
    }

    /// One family of reports that are written for people.
    @FunctionalInterface
    interface Recogniser {
        /// Empty when the report is not of this family.
        List<Finding> read(TextReport report);
    }
}

package org.chancery.delivery.bounce;

/// One recipient of whom a report says that a message did not (yet) reach them.
///
/// `address` is text as the report gives it, its case kept: often it is no valid mailbox, and nothing may be sent to it.
/// `status` is an enhanced status code (RFC 3463 section 2) of class 4 or 5. Where a report gives none, it is made from the
/// reply code or the wording: a full mailbox is 5.2.2 when delivery has ended and 4.2.2 when it goes on; nothing at all
/// to go by is 5.0.0. `reason` is what the report says, in one line of at most 500 characters, without controls.
public record FailedRecipient(String address, String status, String reason, Kind kind) {
    static final int MAX_REASON = 500;

    /// What a failure means for an address.
    public enum Kind {
        /// The address, its mailbox or its host is not there, or is switched off: it will not work next time either.
        PERMANENT,
        /// It may work next time: delayed, unreachable, mailbox full.
        TEMPORARY,
        /// This message was not wanted: spam, content, size, authentication, a blocked sender. Says nothing about the address.
        POLICY
    }

    public FailedRecipient {
        reason = oneLine(reason);
    }

    /// Has the reporting server given up? True for every status of class 5.
    public boolean permanent() {
        return status.startsWith("5");
    }

    private static String oneLine(String text) {
        var line = new StringBuilder(Math.min(text.length(), MAX_REASON));
        boolean gap = false;
        for (int i = 0; i < text.length() && line.length() < MAX_REASON; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                gap = !line.isEmpty();
            } else {
                if (gap) {
                    line.append(' ');
                    gap = false;
                }
                line.append(c);
            }
        }
        return line.substring(0, Math.min(line.length(), MAX_REASON));
    }
}

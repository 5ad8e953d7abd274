package org.chancery.sender;

import org.chancery.mail.Message;

/// What the border lets through.
public sealed interface Passage {
    /// The message without any secret, the same object if it had none, and what its secret was worth.
    record Passed(Message message, Presented presented) implements Passage {}

    /// The SMTP reply; nothing of the message may be kept.
    record Refused(int code, String status, String text) implements Passage {}
}

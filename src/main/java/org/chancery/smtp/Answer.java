package org.chancery.smtp;

import java.util.List;

/// What a verb gives back: its replies (one, except LMTP's after the content), and whether the connection ends.
record Answer(List<SmtpReply> replies, boolean closes) {
    static Answer of(int code, String status, String text) {
        return of(SmtpReply.of(code, status, text));
    }

    static Answer of(SmtpReply reply) {
        return new Answer(List.of(reply), false);
    }

    static Answer closing(int code, String status, String text) {
        return new Answer(List.of(SmtpReply.of(code, status, text)), true);
    }

    /// The connection ends without a word: the truth is not known, and nobody may be told a guess.
    static Answer silence() {
        return new Answer(List.of(), true);
    }

    boolean isPositive() {
        return replies.stream().allMatch(SmtpReply::isPositive);
    }
}

package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.keyring.Mark;
import org.chancery.mail.Message;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;

/// What is known of a post on one list behind the station `open`. `instead`: it could not be opened now, and this is the answer.
/// `inside`: what it reads, if it was encrypted; it lives in memory only. `marks`: of its signatures and encryptions, to be remembered with it.
record Opened(Facts facts, Optional<Decision> instead, Optional<Message> inside, List<Mark> marks) {
    Opened {
        marks = List.copyOf(marks);
    }

    /// Nothing of the content, wherever it may be written.
    @Override
    public String toString() {
        return "Opened[" + facts.encryption() + "]";
    }

    Opened(Facts facts) {
        this(facts, Optional.empty(), Optional.empty(), List.of());
    }
}

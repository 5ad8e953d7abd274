package org.chancery.policy;

/// One rule of a policy: this, when that.
public record Rule(Outcome outcome, Condition condition) {

    /// The canonical text without its full stop, as sender, moderator and log see it.
    public String words() {
        return outcome.words() + " when " + condition.words();
    }
}

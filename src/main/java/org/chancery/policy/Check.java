package org.chancery.policy;

/// A rule that a setting of the list stands for. It stands above the owner's policy, is read-only, and can only
/// lower: its type takes no accept and no challenge.
///
/// `why` is one clause for sender and moderator, such as `the list is in emergency`; empty: they hear the setting's name.
///
/// Example: `PolicyParser.parseChecks("max_size", "hold when size over 500 KB.")`.
public record Check(String setting, Outcome.Lowering outcome, Condition condition, String why) {

    /// The same with a clause that says why.
    public Check because(String clause) {
        return new Check(setting, outcome, condition, clause);
    }

    /// The canonical text without its full stop.
    public String words() {
        return outcome.words() + " when " + condition.words();
    }
}

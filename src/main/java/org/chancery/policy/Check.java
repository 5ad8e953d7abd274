package org.chancery.policy;

/// A rule that a setting of the list stands for. It stands above the owner's policy, is read-only, and can only
/// lower: its type takes no accept and no challenge.
///
/// Example: `PolicyParser.parseChecks("max_size", "hold when size over 500 KB.")`.
public record Check(String setting, Outcome.Lowering outcome, Condition condition) {

    /// The canonical text without its full stop.
    public String words() {
        return outcome.words() + " when " + condition.words();
    }
}

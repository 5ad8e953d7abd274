package org.chancery.policy;

/// What people are told when a rule brings no text of its own. Each names the rule or the setting.
final class Sentences {
    private Sentences() {}

    static String accepted(int rule) {
        return "Accepted by the policy of this list (rule " + rule + ")";
    }

    static String held(Outcome.By by, int rule) {
        return "Held for the " + by.word() + " by the policy of this list (rule " + rule + ")";
    }

    static String held(Outcome.By by, String setting) {
        return "Held for the " + by.word() + " by a setting of this list (" + setting + ")";
    }

    static String refused(int rule) {
        return "The policy of this list refuses this message (rule " + rule + ")";
    }

    static String refused(String setting) {
        return "A setting of this list refuses this message (" + setting + ")";
    }

    static String dropped(int rule) {
        return "Discarded by the policy of this list (rule " + rule + ")";
    }

    static String asked(Duty duty) {
        return switch (duty) {
            case Duty.Confirm _ -> "The sender is asked to confirm this message";
            case Duty.Agree(String contract) -> "The sender is asked to agree to the contract " + Words.quoted(contract);
        };
    }

    static String askedAlready(Duty duty) {
        return switch (duty) {
            case Duty.Confirm _ -> "Held for the moderators: the sender has confirmed, and the policy asks no more";
            case Duty.Agree _ -> "Held for the moderators: the sender has agreed, and the policy asks no more";
        };
    }
}

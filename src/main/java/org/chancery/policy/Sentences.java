package org.chancery.policy;

/// What people are told when a rule brings no text of its own. Each sentence names who spoke: the policy with the
/// number of its rule, or a setting by its name. Without a speaker the reference is the whole reason.
record Sentences(String speaker, String reference) {

    static Sentences ofRule(int number) {
        return new Sentences("the policy of this list", "rule " + number);
    }

    static Sentences of(Check check) {
        return check.why().isEmpty()
                ? new Sentences("a setting of this list", check.setting())
                : new Sentences("", check.why() + " (" + check.setting() + ")");
    }

    private String by() {
        return speaker.isEmpty() ? ": " + reference : " by " + speaker + " (" + reference + ")";
    }

    String accepted() {
        return "Accepted" + by();
    }

    String held(Outcome.By desk) {
        return "Held for the " + desk.word() + by();
    }

    String refused() {
        return "Refused" + by();
    }

    String dropped() {
        return "Discarded" + by();
    }

    /// A rule of ours: the reference is the sentence that says why.
    static Sentences ofBuiltIn(String why) {
        return new Sentences("a rule of this site", why);
    }

    static String asked(Duty duty) {
        return switch (duty) {
            case Duty.Confirm _ -> "The sender is asked to confirm this message";
            case Duty.Agree(String contract) -> "The sender is asked to agree to the contract " + Words.quoted(contract);
        };
    }

    static String askedAlready(Duty duty) {
        return switch (duty) {
            case Duty.Confirm _ -> "Held for the moderators: the sender has confirmed, and is not asked twice";
            case Duty.Agree _ -> "Held for the moderators: the sender has agreed, and is not asked twice";
        };
    }
}

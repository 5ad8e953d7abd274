package org.chancery.policy;

import java.util.List;

/// The built-in rules, in order; numbered from 1.
public record BuiltIns(List<BuiltIn> all) {
    /// None at all; for trying a policy by itself.
    public static final BuiltIns NONE = new BuiltIns(List.of());

    /// Loops first: whatever else is true of a message that already went through this list, answering it feeds
    /// the loop. Null-sender mail is a notice, never a post (RFC 5321 section 4.5.5). A post from the list's own
    /// address would pass every rule about lists and members. `FROZEN` is also the state of a list that was deleted.
    public static final BuiltIns STANDARD = new BuiltIns(List.of(
            new BuiltIn(
                    new Fact.Present(FactName.MAIL_LOOP),
                    BuiltIn.Act.DROP,
                    "This message already went through this list"),
            refuse(new Fact.Present(FactName.NULL_SENDER), "Notices and bounces are not posted to a list"),
            refuse(new Fact.Present(FactName.FROM_IS_LIST), "The list does not write to itself"),
            refuse(new Fact.Present(FactName.MALWARE), "Malicious software was found in this message"),
            refuse(new Fact.Present(FactName.SWEEP_FAILED), "A posting key could not be removed from this message"),
            refuse(new Fact.ListIs(Facts.ListState.FROZEN), "This list is closed")));

    public BuiltIns {
        all = List.copyOf(all);
    }

    private static BuiltIn refuse(Fact when, String text) {
        return new BuiltIn(when, BuiltIn.Act.REFUSE, text);
    }
}

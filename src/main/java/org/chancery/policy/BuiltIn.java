package org.chancery.policy;

/// A rule that stands before every policy and that nobody can edit. `code` and `status` are those of a refusal
/// (RFC 5321 section 4.2, RFC 3463); a drop has none.
public record BuiltIn(Fact when, Action action, String text) {

    /// What it does: there is no built-in accept.
    public sealed interface Action {
        record Refuse(int code, String status) implements Action {}

        record Drop() implements Action {}
    }

    /// How reasons and trails show it.
    public String words() {
        var what =
                switch (action) {
                    case Action.Refuse _ -> "refuse";
                    case Action.Drop _ -> "drop";
                };
        return what + " when " + when.words();
    }
}

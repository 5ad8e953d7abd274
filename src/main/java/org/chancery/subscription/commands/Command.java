package org.chancery.subscription.commands;

import java.util.Map;
import org.chancery.list.Choice;
import org.chancery.mail.Address;

/// One command of a mail, read. Nothing that a stranger wrote is kept in it but values that were checked, so that an answer
/// never carries anybody's words to a third party.
///
/// Example: the line `set digest=mime` is `new Set(Map.of(Choice.DIGEST, "mime"))`.
public sealed interface Command {

    record Help() implements Command {}

    record Info() implements Command {}

    /// The lists of the domain that everybody may know.
    record Lists() implements Command {}

    /// With what the new member chooses at once.
    record Join(Map<Choice, String> choices) implements Command {
        public Join {
            choices = Map.copyOf(choices);
        }
    }

    record Leave() implements Command {}

    /// Empty: tell what can be set.
    record Set(Map<Choice, String> choices) implements Command {
        public Set {
            choices = Map.copyOf(choices);
        }
    }

    /// `set address NEW`: everything of the author moves to another address.
    record Move(Address to) implements Command {}

    /// `set preferred ADDRESS`: of the addresses of one person the one that is written to.
    record Prefer(Address to) implements Command {}

    record Who() implements Command {}

    record Which() implements Command {}

    record Confirm(String token) implements Command {}

    /// `get`, `index` or `thread`, which ask an archive.
    record Archive(String word) implements Command {}

    /// `key …`: what a member does with keys.
    sealed interface Key extends Command {
        /// `key` alone: the mail brings a key or a revocation along.
        record Add() implements Key {}

        /// `key list`: the author's own.
        record Show() implements Key {}

        /// `key get`: those of the list.
        record Get() implements Key {}

        /// `key set openpgp` or `key set smime`: in what copies are wanted.
        record Prefer(String technology) implements Key {}
    }

    /// A known command that cannot be done as it is written.
    record Faulty(Word word) implements Command {}

    /// No command at all.
    record Unknown() implements Command {}

    /// The words that begin a command.
    enum Word {
        HELP,
        INFO,
        LISTS,
        JOIN,
        LEAVE,
        SET,
        WHO,
        WHICH,
        CONFIRM,
        KEY,
        GET,
        INDEX,
        THREAD,
        END
    }
}

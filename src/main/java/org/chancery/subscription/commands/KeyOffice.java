package org.chancery.subscription.commands;

/// Who does what `key …` in a mail says: keys are another room's, and this one knows only their answers.
///
/// Example: the command `key list` is answered with [KeyAnswer.Kind#LISTED] and a line for each key.
@FunctionalInterface
public interface KeyOffice {
    /// Of a site without keys.
    KeyOffice NONE = (_, _) -> new KeyAnswer(KeyAnswer.Kind.NONE, "");

    KeyAnswer obey(Clerk.Letter letter, Command.Key command);
}

package org.chancery.subscription.commands;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// Whether a mail is what [Clerk] obeys: at least one command of the simple language, and no line that is none.
///
/// Example: `PlainCommands.areAll(list.address(), mail, now)` is false for a letter, and for commands of the language of encrypted mails.
public final class PlainCommands {
    private PlainCommands() {}

    public static boolean areAll(Address list, Message message, Instant now) {
        CommandReader.Commands read = new CommandReader(list, LocalDate.ofInstant(now, ZoneOffset.UTC)).read(message);
        return read.hasCommands() && !read.hasFaults() && !read.isCut();
    }
}

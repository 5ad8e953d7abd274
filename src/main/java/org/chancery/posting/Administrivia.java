package org.chancery.posting;

import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Was a command sent to the whole list by mistake? It stands in the subject, or in the first line of a text of at most five
/// lines above its signature: who writes more has something to say. A first line in Schleuder's words is a command however much follows, since
/// what is to be resent does: its members would read what was meant for outsiders, who would never get it.
final class Administrivia {
    private static final int MAX_LINES = 5;
    private static final int MAX_TEXT = 2_000; // octets of the part; longer is no command with a signature
    private static final int MAX_RESENT = 64 * 1024;
    private static final Pattern KEYWORD = Pattern.compile(
            "(?i)\\s*x-(list-?name|resend(-cc)?(-unencrypted|-encrypted-only|-enc)?|attach-?listkey|(add|delete|list|get|fetch)-keys?|(un)?subscribe|list-subscriptions|(un)?set-fingerprint"
                    + "|get-(logfile|version)|sign-this)(\\s*:.*|\\s+\\S*@.*|\\s*)");
    private static final Pattern COMMAND = Pattern.compile(
            "(?i)\\s*((un-?)?subscribe|sign ?off|(please )?remove me|take me off)(\\s.{0,80})?"
                    + "|\\s*(join|leave|help|lists|who|set (delivery|digest|vacation|nomail|mail|hide)( \\S{1,20}){0,2}|confirm [a-z0-9]{20,40})[.!]?\\s*");

    private Administrivia() {}

    static boolean isIn(Message message) {
        return isCommand(message.headers().first("Subject").map(Header::text).orElse("")) || firstText(message.root()).filter(Administrivia::begins).isPresent();
    }

    private static boolean begins(Part text) {
        String said = text.text();
        return said.lines().filter(line -> !line.isBlank()).findFirst().filter(line -> KEYWORD.matcher(line).matches()).isPresent()
                || (size(text) <= MAX_TEXT && firstLine(said).filter(Administrivia::isCommand).isPresent());
    }

    private static int size(Part text) {
        return text.end() - text.bodyStart();
    }

    private static boolean isCommand(String line) {
        return COMMAND.matcher(line).matches();
    }

    private static Optional<Part> firstText(Part root) {
        return root.leaves().filter(part -> part.type().is("text", "plain") && !part.isAttachment()).findFirst().filter(part -> size(part) <= MAX_RESENT);
    }

    /// Empty when there are more lines than a command needs.
    private static Optional<String> firstLine(String text) {
        var said = text.lines().takeWhile(line -> !line.stripTrailing().equals("--")).filter(line -> !line.isBlank()).limit(MAX_LINES + 1L).toList();
        return said.isEmpty() || said.size() > MAX_LINES ? Optional.empty() : Optional.of(said.getFirst());
    }
}

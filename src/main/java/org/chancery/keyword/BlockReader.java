package org.chancery.keyword;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Reads the commands at the beginning of the first text of a mail: first the line that names the list, then a command on each line, up to
/// a blank line, a signature, or a block of armour. A line that begins with a blank goes on with the one before.
///
/// All or nothing: one line that is no command, and none of them counts. Refused besides: more than [#MOST] commands, more than
/// [#MOST_RECIPIENTS] addresses to resend to, more than [#MOST_OCTETS] of commands. What is refused says which line.
///
/// Example: `list: talk@lists.example.org`, `members`, a blank line.
final class BlockReader {
    static final int MOST = 10;
    static final int MOST_RECIPIENTS = 20;
    static final int MOST_OCTETS = 16 * 1024;
    /// RFC 5322 section 2.1.1, for a command with all that goes on it.
    private static final int MAX_LINE = 998;
    private static final Pattern NAMED = Pattern.compile("(?i)(?:x-)?list(?:-?name)?\\s{0,9}:?\\s{1,9}<?([^\\s<>]{3,254})>?");
    private static final Pattern LIST_NAMED = Pattern.compile("(?i)(?:x-)?list(?:-?name)?\\s{0,9}:<?([^\\s<>:]{3,254})>?");

    private BlockReader() {}

    static Parsed<Block> read(Message message) {
        return Content.of(message).text().map(BlockReader::read).orElseGet(() -> Parsed.malformed(0, "The mail has no text/plain; write commands as plain text."));
    }

    static Parsed<Block> read(String text) {
        List<String> all = text.strip().lines().toList();
        int end = 0;
        while (end < all.size() && !isEnd(all.get(end))) {
            end++;
        }
        List<String> lines = joined(all.subList(0, end));
        int below = end < all.size() && all.get(end).isBlank() ? end + 1 : end;
        return lines.isEmpty() ? Parsed.malformed(0, missing()) : read(lines, String.join("\n", all.subList(below, all.size())));
    }

    private static boolean isEnd(String line) {
        return line.isBlank() || line.stripTrailing().equals("--") || line.startsWith("-----BEGIN ");
    }

    private static List<String> joined(List<String> written) {
        List<String> lines = new ArrayList<>();
        for (String raw : written) {
            String line = raw.replace('\u00A0', ' ');
            if (!lines.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
                lines.add(lines.removeLast() + " " + line.strip());
            } else {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private static Parsed<Block> read(List<String> lines, String text) {
        Optional<Address> list = named(lines.getFirst());
        if (list.isEmpty()) {
            return Parsed.malformed(1, missing());
        }
        if (lines.size() - 1 > MOST || lines.stream().mapToInt(String::length).sum() > MOST_OCTETS) {
            return Parsed.malformed(MOST + 1, "There are more commands than the " + MOST + " that one mail may have.");
        }
        List<Keyword> keywords = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            switch (lines.get(i).length() > MAX_LINE ? Parsed.<Keyword>malformed(0, "it is too long") : KeywordReader.read(lines.get(i))) {
                case Parsed.Value<Keyword>(Keyword keyword) -> keywords.add(keyword);
                case Parsed.Malformed<Keyword>(int _, String why) -> {
                    return Parsed.malformed(i + 1, "Line " + (i + 1) + " was not understood: " + why + ".");
                }
            }
        }
        return checked(new Block(list.get(), keywords, text));
    }

    private static Parsed<Block> checked(Block block) {
        if (block.keywords().isEmpty()) {
            return Parsed.malformed(2, "There is no command below the name of the list; \"help\" names them.");
        }
        if (block.resends().stream().mapToInt(resend -> resend.to().size()).sum() > MOST_RECIPIENTS) {
            return Parsed.malformed(0, "One mail is resent to " + MOST_RECIPIENTS + " addresses at most.");
        }
        return block.attachesKeys() && block.resends().isEmpty()
                ? Parsed.malformed(0, "attach-list-key stands beside resend; \"key get\" sends the key to you.")
                : Parsed.of(block);
    }

    private static Optional<Address> named(String line) {
        Matcher spaced = NAMED.matcher(line);
        Matcher close = LIST_NAMED.matcher(line);
        return spaced.matches() ? address(spaced) : close.matches() ? address(close) : Optional.empty();
    }

    private static Optional<Address> address(Matcher found) {
        return Address.parse(found.group(1).toLowerCase(Locale.ROOT)).toOptional();
    }

    private static String missing() {
        return "The first line has to name the list, so that nobody can send your mail to another one: \"list: \" and its address. The commands follow on the next lines.";
    }
}

package org.chancery.subscription.commands;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.chancery.list.Choice;
import org.chancery.list.Member.Preferences;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.subscription.commands.Command.Word;

/// Reads the commands of one mail: the subject, if it is one, then the text line by line. Reading ends at `end` or `stop`, at the
/// signature, at a quotation, after ten commands, and after three lines that are none, because then it is a letter.
/// Nothing is refused: a line that is no command is [Command.Unknown].
///
/// Example: a mail with the subject `Re: join` and no text has the commands `[Join]`.
final class CommandReader {
    static final int MAX_COMMANDS = 10; // interface.md: more are a program's
    static final int MAX_ERRORS = 3;
    private static final int MAX_LINE = 300; // a topic list is the longest
    private static final Pattern TOKEN = Pattern.compile("[a-z2-7]{34}");
    private static final Set<String> TECHNOLOGIES = Set.of("openpgp", "smime");
    private static final Map<String, Word> WORDS = words();

    private final String list;
    private final LocalDate today;

    /// `list`: the address of the list, which may stand behind `join` and `leave`.
    CommandReader(Address list, LocalDate today) {
        this.list = list.key();
        this.today = today;
    }

    /// What was read. `isCut`: there was more than is done.
    record Commands(List<Command> commands, boolean isCut) {
        Commands {
            commands = List.copyOf(commands);
        }

        boolean hasCommands() {
            return commands.stream().anyMatch(command -> !isFault(command));
        }

        boolean hasFaults() {
            return commands.stream().anyMatch(Commands::isFault);
        }

        private static boolean isFault(Command command) {
            return command instanceof Command.Unknown || command instanceof Command.Faulty;
        }
    }

    Commands read(Message message) {
        RequestText text = RequestText.of(message);
        List<String> lines = new ArrayList<>(text.written().toList());
        if (word(text.subject()).isPresent() || (lines.isEmpty() && !text.subject().isEmpty())) {
            lines.addFirst(text.subject());
        }
        return read(lines);
    }

    private Commands read(List<String> lines) {
        List<Command> commands = new ArrayList<>();
        for (String line : lines) {
            if (word(line).filter(Word.END::equals).isPresent()) {
                return new Commands(commands, false);
            }
            if (commands.size() == MAX_COMMANDS || commands.stream().filter(Commands::isFault).count() == MAX_ERRORS) {
                return new Commands(commands, true);
            }
            commands.add(one(line));
        }
        return new Commands(commands, false);
    }

    private static Optional<Word> word(String line) {
        return Optional.ofNullable(WORDS.get(line.split("[\\s.,!;]", 2)[0].toLowerCase(Locale.ROOT)));
    }

    private Command one(String line) {
        Optional<Word> word = line.length() > MAX_LINE ? Optional.empty() : word(line);
        List<String> rest = List.of(line.replaceFirst("[.!]+$", "").split("\\s+"));
        return word.map(known -> command(known, rest.subList(1, rest.size()))).orElseGet(Command.Unknown::new);
    }

    private Command command(Word word, List<String> rest) {
        return switch (word) {
            case HELP -> new Command.Help();
            case INFO -> new Command.Info();
            case LISTS -> new Command.Lists();
            case WHO -> new Command.Who();
            case WHICH -> new Command.Which();
            case JOIN -> choices(withoutList(rest)).<Command>map(Command.Join::new).orElse(new Command.Faulty(word));
            case LEAVE -> withoutList(rest).isEmpty() ? new Command.Leave() : new Command.Faulty(word);
            case SET -> set(rest);
            case CONFIRM -> confirm(rest);
            case KEY -> key(rest);
            case GET, INDEX, THREAD -> new Command.Archive(word.name().toLowerCase(Locale.ROOT));
            case END -> throw new IllegalArgumentException("the end is no command");
        };
    }

    /// `join talk` and `join talk@example.org` name the list once more, as other programs want it.
    private List<String> withoutList(List<String> rest) {
        boolean named = !rest.isEmpty() && (rest.getFirst().equalsIgnoreCase(list) || list.startsWith(rest.getFirst().toLowerCase(Locale.ROOT) + "@"));
        return named ? rest.subList(1, rest.size()) : rest;
    }

    private static Command confirm(List<String> rest) {
        String token = rest.isEmpty() ? "" : rest.getFirst().toLowerCase(Locale.ROOT);
        return TOKEN.matcher(token).matches() ? new Command.Confirm(token) : new Command.Faulty(Word.CONFIRM);
    }

    private static Command key(List<String> rest) {
        List<String> words = rest.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        if (words.size() == 2 && words.getFirst().equals("set") && TECHNOLOGIES.contains(words.get(1))) {
            return new Command.Key.Prefer(words.get(1));
        }
        return switch (words.size() > 1 ? "" : String.join("", words)) {
            case "", "add", "upload" -> words.size() > 1 ? new Command.Faulty(Word.KEY) : new Command.Key.Add();
            case "list" -> new Command.Key.Show();
            case "get" -> new Command.Key.Get();
            default -> new Command.Faulty(Word.KEY);
        };
    }

    /// `set digest mime`, `set digest=mime own-posts=off`, `set topics +a -b`, `set address new@example.org`,
    /// `set preferred other@example.org`.
    private Command set(List<String> rest) {
        if (rest.size() == 2 && rest.getFirst().equalsIgnoreCase("address")) {
            return named(rest.get(1), Command.Move::new);
        }
        if (rest.size() == 1 && rest.getFirst().toLowerCase(Locale.ROOT).startsWith("address=")) {
            return named(rest.getFirst().substring("address=".length()), Command.Move::new);
        }
        if (rest.size() == 2 && rest.getFirst().equalsIgnoreCase("preferred") && rest.get(1).contains("@")) {
            return named(rest.get(1), Command.Prefer::new);
        }
        boolean spaced = rest.size() > 1 && !rest.getFirst().contains("=");
        List<String> pairs = spaced ? List.of(rest.getFirst() + "=" + String.join(" ", rest.subList(1, rest.size()))) : rest;
        return choices(pairs).<Command>map(Command.Set::new).orElse(new Command.Faulty(Word.SET));
    }

    private static Command named(String address, Function<Address, Command> command) {
        return switch (Address.parse(address)) {
            case Parsed.Value<Address>(Address to) when !to.domain().isLiteral() -> command.apply(to);
            case Parsed.Value<Address> _, Parsed.Malformed<Address> _ -> new Command.Faulty(Word.SET);
        };
    }

    /// Empty when one of them is no choice or has a value it does not take.
    private Optional<Map<Choice, String>> choices(List<String> pairs) {
        Map<Choice, String> choices = new EnumMap<>(Choice.class);
        for (String pair : pairs) {
            String[] both = pair.split("=", 2);
            Optional<Choice> choice = Choice.ofWord(both[0]);
            Optional<String> value = both.length == 2 && choice.isPresent() ? checked(choice.get(), both[1]) : Optional.empty();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            choices.put(choice.orElseThrow(), value.get());
        }
        return Optional.of(choices);
    }

    /// As we write it, whatever spelling came in.
    private Optional<String> checked(Choice choice, String value) {
        return choice.in(Preferences.DEFAULT, value, today).toOptional().map(choice::value);
    }

    private static Map<String, Word> words() {
        Map<String, Word> words = new HashMap<>();
        Arrays.stream(Word.values()).forEach(word -> words.put(word.name().toLowerCase(Locale.ROOT), word));
        words.putAll(Map.of("subscribe", Word.JOIN, "sub", Word.JOIN, "unsubscribe", Word.LEAVE, "signoff", Word.LEAVE, "unsub", Word.LEAVE,
                "stop", Word.END, "quit", Word.END, "exit", Word.END, "review", Word.WHO, "faq", Word.INFO));
        return Map.copyOf(words);
    }
}

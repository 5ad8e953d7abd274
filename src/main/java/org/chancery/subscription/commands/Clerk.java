package org.chancery.subscription.commands;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Answers;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.chancery.subscription.Answer;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Door;
import org.chancery.subscription.Proof;
import org.chancery.subscription.Subscriptions;
import org.chancery.subscription.Surroundings;
import org.chancery.subscription.Wish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what a mail to `LIST-request@` says and writes the one mail that answers it. The caller has made sure that a person wrote
/// the mail (RFC 3834 section 2).
///
/// Ten mails of one address are obeyed in a day; the rest is dropped without an answer, so that nobody can make us write to a third
/// party all day long.
public final class Clerk {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final int MAILS_A_DAY = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private final Surroundings site;
    private final Subscriptions subscriptions;
    private final Answers answers;
    private final Reference reference;
    private final KeyOffice keys;

    public Clerk(Surroundings site, Subscriptions subscriptions, Answers answers) {
        this(site, subscriptions, answers, KeyOffice.NONE);
    }

    public Clerk(Surroundings site, Subscriptions subscriptions, Answers answers, KeyOffice keys) {
        this.keys = keys;
        this.site = site;
        this.subscriptions = subscriptions;
        this.answers = answers;
        this.reference = new Reference(site);
    }

    /// Who wrote what, as far as it is known: `author` is the claim of From, `asker` what stands behind it.
    public record Letter(MailingList list, Mailbox author, Asker asker, Address returnPath, Message message) {
        /// What is private goes to the address it is about, and to no other.
        boolean answersAuthor() {
            return returnPath.equals(author.address());
        }
    }

    /// The answer, or nothing when the address may not be written to or had its answers for the day; then nothing was done either.
    public Optional<Notice> obey(Letter letter) {
        CommandReader.Commands read = reader(letter).read(letter.message());
        if (!subscriptions.mayBeWrittenTo(letter.returnPath()) || !mayAnswer(letter.returnPath(), read)) {
            LOG.info("command.dropped list={} address={}", letter.list().address(), letter.returnPath());
            return Optional.empty();
        }
        Results results = new Results(language(letter));
        if (read.commands().isEmpty()) {
            results.add("help", Phrase.HELP);
        }
        read.commands().forEach(command -> run(command, letter, results));
        choose(read.commands(), letter);
        if (read.isCut()) {
            results.add(Phrase.CUT);
        }
        if (read.hasFaults()) {
            results.add("help", Phrase.HELP);
        }
        LOG.info("command.answered list={} commands={}", letter.list().address(), read.commands().size());
        return Optional.of(notice(letter, results));
    }

    /// Somebody who proved to be another one than was asked answered a mail of ours: told once a day where to go (authorisation.md section 1.6, R5).
    public Optional<Notice> elsewhere(Letter letter) {
        if (!subscriptions.mayBeWrittenTo(letter.returnPath()) || !answers.mayAnswer(letter.returnPath(), "elsewhere", DAY)) {
            return Optional.empty();
        }
        Results results = new Results(language(letter));
        results.add(Phrase.CONFIRM_NOT_ASKED);
        return Optional.of(notice(letter, results));
    }

    /// A letter without any command gets the help once a day, as `-help` gives it, and else is no reason to write to anybody.
    private boolean mayAnswer(Address address, CommandReader.Commands read) {
        if (!read.hasCommands()) {
            return answers.mayAnswer(address, "help", DAY);
        }
        for (int i = 1; i <= MAILS_A_DAY; i++) {
            if (answers.mayAnswer(address, "commands " + i, DAY)) {
                return true;
            }
        }
        return false;
    }

    private CommandReader reader(Letter letter) {
        return new CommandReader(letter.list().address(), LocalDate.ofInstant(site.clock().instant(), ZoneOffset.UTC));
    }

    /// A member's own language only where the answer reaches the member: to others it would tell who is one.
    private Language language(Letter letter) {
        Optional<Member> member = letter.answersAuthor()
                ? site.members().find(letter.list().id(), letter.author().address(), Role.MEMBER)
                : Optional.empty();
        return member.map(found -> found.preferences().language()).flatMap(Language::ofTag)
                .or(() -> Language.ofTag(letter.list().settings().text(Setting.LANGUAGE)))
                .orElse(Language.EN);
    }

    private void run(Command command, Letter letter, Results results) {
        switch (command) {
            case Command.Help() -> results.add("help", Phrase.HELP);
            case Command.Info() -> results.add("info", reference.info(letter.list(), results.language()));
            case Command.Lists() -> results.add("lists", reference.lists(letter.list(), results.language()));
            case Command.Who() -> results.add("who", reference.who(letter, results.language()));
            case Command.Which() -> results.add("which", reference.which(letter, results.language()));
            case Command.Archive(String word) -> results.add(word, Phrase.ARCHIVE, "list", letter.list().address().toString());
            case Command.Join(Map<Choice, String> choices) -> results.add("join", join(letter, choices), "address", letter.author().address().toString());
            case Command.Leave() -> {
                subscriptions.leave(wish(letter));
                results.add("leave", Phrase.ASKED, "address", letter.author().address().toString());
            }
            case Command.Set(Map<Choice, String> choices) when choices.isEmpty() -> results.add("set", Phrase.SET_HELP);
            case Command.Set(Map<Choice, String> choices) -> results.add(words(choices), Phrase.ASKED, "address", letter.author().address().toString());
            case Command.Move(Address to) -> {
                subscriptions.move(wish(letter), to);
                results.add("set address", Phrase.ASKED, "address", letter.author().address().toString());
            }
            case Command.Prefer(Address to) -> {
                subscriptions.prefer(wish(letter), to);
                results.add("set preferred", Phrase.PREFERRED_ASKED);
            }
            case Command.Confirm(String token) -> results.add("confirm", confirm(token, letter.author().address()));
            case Command.Key key -> {
                KeyAnswer answer = keys.obey(letter, key);
                results.add(words(key), phrase(answer.kind()), "detail", answer.detail());
            }
            case Command.Faulty(Command.Word word) -> results.add(word.name().toLowerCase(Locale.ROOT), help(word));
            case Command.Unknown() -> results.add(Phrase.UNKNOWN);
        }
    }

    private static Phrase help(Command.Word word) {
        return switch (word) {
            case CONFIRM -> Phrase.FAULTY;
            case KEY -> Phrase.KEY_HELP;
            case HELP, INFO, LISTS, JOIN, LEAVE, SET, WHO, WHICH, GET, INDEX, THREAD, END -> Phrase.SET_HELP;
        };
    }

    private static String words(Command.Key key) {
        return switch (key) {
            case Command.Key.Add() -> "key";
            case Command.Key.Show() -> "key list";
            case Command.Key.Get() -> "key get";
            case Command.Key.Prefer(String technology) -> "key set " + technology;
        };
    }

    private static Phrase phrase(KeyAnswer.Kind kind) {
        return switch (kind) {
            case CHALLENGED -> Phrase.KEY_CHALLENGED;
            case RENEWED -> Phrase.KEY_RENEWED;
            case KNOWN -> Phrase.KEY_KNOWN;
            case REVOKED -> Phrase.KEY_REVOKED;
            case REFUSED -> Phrase.KEY_REFUSED;
            case NOTHING -> Phrase.KEY_NOTHING;
            case LISTED -> Phrase.KEY_LISTED;
            case NONE -> Phrase.KEY_NONE;
            case SENT -> Phrase.KEY_SENT;
            case PREFERRED -> Phrase.KEY_PREFERRED;
            case UNPROVED -> Phrase.KEY_UNPROVED;
        };
    }

    private Phrase join(Letter letter, Map<Choice, String> choices) {
        Member.Preferences chosen = subscriptions.usual(letter.list());
        LocalDate today = LocalDate.ofInstant(site.clock().instant(), ZoneOffset.UTC);
        for (Map.Entry<Choice, String> choice : choices.entrySet()) {
            chosen = choice.getKey().in(chosen, choice.getValue(), today).toOptional().orElse(chosen);
        }
        Answer answer = subscriptions.join(wish(letter).named(letter.author().displayName()).with(chosen));
        return answer == Answer.CLOSED ? Phrase.CLOSED : Phrase.ASKED;
    }

    /// All that one mail sets is asked for in one mail.
    private void choose(List<Command> commands, Letter letter) {
        Map<Choice, String> all = new EnumMap<>(Choice.class);
        for (Command command : commands) {
            if (command instanceof Command.Set(Map<Choice, String> choices)) {
                all.putAll(choices);
            }
        }
        if (!all.isEmpty()) {
            subscriptions.choose(wish(letter), all);
        }
    }

    private static Wish wish(Letter letter) {
        return Wish.of(letter.list(), letter.author().address(), Door.COMMAND, letter.asker()).answering(letter.message());
    }

    private Phrase confirm(String token, Address author) {
        return switch (subscriptions.confirm(token, new Proof.Reply(author))) {
            case DONE, TAKEN -> Phrase.CONFIRM_DONE;
            case WAITS -> Phrase.CONFIRM_WAITS;
            case DECLINED -> Phrase.CONFIRM_DECLINED;
            case NOT_ASKED -> Phrase.CONFIRM_NOT_ASKED;
            case CLOSED -> Phrase.CLOSED;
            case UNKNOWN -> Phrase.CONFIRM_UNKNOWN;
        };
    }

    private static String words(Map<Choice, String> choices) {
        StringBuilder words = new StringBuilder("set");
        new EnumMap<>(choices).forEach((choice, value) -> words.append(' ').append(choice.word()).append('=').append(value));
        return words.toString();
    }

    /// From is the address that only ever sends help, so that an answer to the answer commands nothing.
    private Notice notice(Letter letter, Results results) {
        Address help = Address.of(letter.list().address().localPart() + "-help", letter.list().domain());
        return site.writer().write(Draft.of(TextId.COMMAND_RESULTS, letter.list(), new Mailbox(letter.list().address().localPart(), help), letter.returnPath())
                .in(results.language()).with("results", results.text()).answering(letter.message()));
    }
}

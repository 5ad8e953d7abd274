package org.chancery.list;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.Member.Delivery;
import org.chancery.list.Member.Digest;
import org.chancery.list.Member.Preferences;
import org.chancery.mail.Parsed;

/// What a member may choose, in one table: the command `set`, the options of `member set` and the columns of a roster file all
/// read it here. What moderators decide about a member (`moderated`) is no choice of the member.
///
/// Example: `Choice.VACATION.in(preferences, "2027-01-07")`.
public enum Choice {
    DELIVERY("on, or off: no posts until it is on again"),
    DIGEST("none for each post, mime or plain for digests"),
    VACATION("the day on which posts come again, such as 2027-01-07, or none"),
    OWN_POSTS("on, or off: no copy of your own posts"),
    DUPLICATES("on, or off: no copy from the list when To or Cc names you"),
    HIDDEN("on: not shown to other members, or off"),
    LANGUAGE("en, de, fr, es, ja, or none for the list's language"),
    TOPICS("+NAME to follow, -NAME to mute, several with blanks between, or none for all posts"),
    PREFERRED("on: the membership goes along when you prefer another of your addresses, or off");

    /// Nobody is away for longer by a slip of the pen.
    private static final int MAX_AWAY_YEARS = 2;

    private final String help;

    Choice(String help) {
        this.help = help;
    }

    /// As commands write it: `own-posts`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The values it takes, in one clause.
    public String help() {
        return help;
    }

    /// `own-posts`, `own_posts` and `ownposts` are one.
    public static Optional<Choice> ofWord(String word) {
        for (Choice choice : values()) {
            if (choice.word().replace("-", "").equals(word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", ""))) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /// `now` with this choice made anew. `today` is the site's day in UTC: a vacation must end after it.
    public Parsed<Preferences> in(Preferences now, String value, LocalDate today) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return switch (this) {
            case DELIVERY -> flag(word).map(on -> now.state(!on ? off(now) : Delivery.ON));
            case DIGEST -> digest(word).map(now::digest);
            case VACATION -> away(word, today).map(now::away);
            case OWN_POSTS -> flag(word).map(now::ownPosts);
            case DUPLICATES -> flag(word).map(now::duplicates);
            case HIDDEN -> flag(word).map(now::hidden);
            case LANGUAGE -> language(word).map(now::language);
            case TOPICS -> (isNone(word) ? Parsed.of(Topics.ALL) : Topics.parse(word)).map(now::topics);
            case PREFERRED -> flag(word).map(now::followsPreferred);
        };
    }

    /// Its value in `preferences`, as [#in] reads it.
    public String value(Preferences preferences) {
        return switch (this) {
            case DELIVERY -> onOff(preferences.delivery());
            case DIGEST -> preferences.digest().name().toLowerCase(Locale.ROOT);
            case VACATION -> preferences.away().map(LocalDate::toString).orElse("none");
            case OWN_POSTS -> onOff(preferences.ownPosts());
            case DUPLICATES -> onOff(preferences.duplicates());
            case HIDDEN -> onOff(preferences.hidden());
            case LANGUAGE -> preferences.language().isEmpty() ? "none" : preferences.language();
            case TOPICS -> preferences.topics().equals(Topics.ALL) ? "none" : preferences.topics().toString();
            case PREFERRED -> onOff(preferences.followsPreferred());
        };
    }

    /// Who turned delivery off first stays the reason.
    private static Delivery off(Preferences now) {
        return now.delivery() ? Delivery.OFF_BY_MEMBER : now.state();
    }

    private static String onOff(boolean flag) {
        return flag ? "on" : "off";
    }

    private static boolean isNone(String word) {
        return word.isEmpty() || word.equals("none") || word.equals("all");
    }

    private Parsed<Boolean> flag(String word) {
        return switch (word) {
            case "on", "yes", "true" -> Parsed.of(true);
            case "off", "no", "false" -> Parsed.of(false);
            default -> fault();
        };
    }

    private Parsed<Digest> digest(String word) {
        return switch (word) {
            case "none", "off", "no" -> Parsed.of(Digest.NONE);
            case "mime", "on", "yes" -> Parsed.of(Digest.MIME);
            case "plain" -> Parsed.of(Digest.PLAIN);
            default -> fault();
        };
    }

    private Parsed<Optional<LocalDate>> away(String word, LocalDate today) {
        if (isNone(word) || word.equals("off")) {
            return Parsed.of(Optional.empty());
        }
        try {
            LocalDate back = LocalDate.parse(word);
            return back.isAfter(today) && back.isBefore(today.plusYears(MAX_AWAY_YEARS))
                    ? Parsed.of(Optional.of(back))
                    : Parsed.malformed(0, "the day must lie after today and within " + MAX_AWAY_YEARS + " years");
        } catch (DateTimeException _) {
            return fault();
        }
    }

    private Parsed<String> language(String word) {
        if (isNone(word)) {
            return Parsed.of("");
        }
        return Setting.LANGUAGE.kind().fault(word).isEmpty() ? Parsed.of(word) : fault();
    }

    private <T> Parsed<T> fault() {
        return Parsed.malformed(0, "expected " + help);
    }
}

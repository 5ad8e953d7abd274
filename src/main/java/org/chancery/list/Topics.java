package org.chancery.list;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.mail.Parsed;

/// Which topics of a list (setting `topics`) a member follows or mutes, by their names in lower case. Who follows some gets only
/// posts of these; a muted topic never comes. The names need not exist: an owner may remove a topic and bring it back.
///
/// Written `+NAME` and `-NAME` with blanks between: `+releases -jobs`; empty: every post.
/// Refused: more than 50 names, names of more than 40 characters or with anything but letters, digits, `.`, `_` and `-`.
public record Topics(Set<String> followed, Set<String> muted) {
    public static final Topics ALL = new Topics(Set.of(), Set.of());

    private static final int MAX_NAMES = 50; // a list has a handful
    private static final int MAX_NAME = 40;

    public Topics {
        followed = Set.copyOf(followed);
        muted = Set.copyOf(muted);
    }

    public static Parsed<Topics> parse(String text) {
        Set<String> followed = new TreeSet<>();
        Set<String> muted = new TreeSet<>();
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+", -1);
        if (words.length > MAX_NAMES) {
            return Parsed.malformed(0, "at most " + MAX_NAMES + " topics");
        }
        for (String word : words) {
            Optional<String> fault = fault(word);
            if (fault.isPresent()) {
                return Parsed.malformed(text.indexOf(word), fault.get());
            }
            (word.startsWith("+") ? followed : muted).add(word.substring(1).toLowerCase(Locale.ROOT));
        }
        followed.removeAll(muted);
        return Parsed.of(new Topics(followed, muted));
    }

    private static Optional<String> fault(String word) {
        if (!word.startsWith("+") && !word.startsWith("-")) {
            return Optional.of("a topic is written +NAME to follow it or -NAME to mute it");
        }
        boolean plain = word.length() > 1 && word.length() <= MAX_NAME + 1
                && word.chars().skip(1).allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
        return plain ? Optional.empty() : Optional.of("a topic has 1 to " + MAX_NAME + " letters, digits, dots and hyphens");
    }

    /// `+releases -jobs`; reading it gives the same topics.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeSet<>(followed).forEach(name -> text.append(" +").append(name));
        new TreeSet<>(muted).forEach(name -> text.append(" -").append(name));
        return text.toString().strip();
    }
}

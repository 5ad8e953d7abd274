package org.chancery.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can be said of a command line before it is parsed.
///
/// Example: the command of `--data /srv/chancery list show` is `list`.
public final class Words {
    private static final Set<String> WITH_VALUE = Set.of("--config", "--data", "--set");

    private Words() {}

    /// The first word that is neither an option nor the value of a global one; empty for a call for help.
    public static Optional<String> command(List<String> line) {
        return nth(line, 1);
    }

    /// The word after the command: `show` of `list --json show`, if the command is a group.
    static Optional<String> inGroup(List<String> line) {
        return nth(line, 2);
    }

    private static Optional<String> nth(List<String> line, int wanted) {
        int found = 0;
        Iterator<String> words = line.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (!word.startsWith("-") && ++found == wanted) {
                return Optional.of(word);
            }
            if (WITH_VALUE.contains(word) && words.hasNext()) {
                words.next();
            }
        }
        return Optional.empty();
    }
}

package org.chancery.subscription.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.chancery.notice.Language;

/// What is answered to each command, in their order; the same block only once.
final class Results {
    private final Language language;
    private final List<String> blocks = new ArrayList<>();

    Results(Language language) {
        this.language = language;
    }

    Language language() {
        return language;
    }

    /// Under the command as we would write it.
    void add(String command, String result) {
        String block = "> " + command + "\n" + result.lines().map(line -> line.isEmpty() ? "" : "    " + line).collect(Collectors.joining("\n"));
        if (!blocks.contains(block)) {
            blocks.add(block);
        }
    }

    void add(String command, Phrase phrase, String... namesAndValues) {
        add(command, phrase.in(language, namesAndValues));
    }

    /// Of no command.
    void add(Phrase phrase) {
        String block = phrase.in(language);
        if (!blocks.contains(block)) {
            blocks.add(block);
        }
    }

    String text() {
        return String.join("\n\n", blocks);
    }
}

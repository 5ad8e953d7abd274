package org.chancery.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.administration.TextAdministration;
import org.chancery.administration.TextAdministration.Place;
import org.chancery.administration.TextAdministration.Shown;
import org.chancery.notice.TextId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery text`: the words of our own mails.
@Command(name = "text", addMethodSubcommands = false, description = "The words of the mails that the site itself writes.",
        footer = "Example: chancery text show welcome --language de")
final class TextCommands {
    private static final int MAX_TEXT = 100_000; // octets; the limit of texts counts characters

    private final Invocation invocation;

    TextCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Whose words.
    static final class Whose {
        @Option(names = "--list", paramLabel = "LIST", description = "The words of this list.")
        @Nullable String list;

        @Option(names = "--domain", paramLabel = "DOMAIN", description = "The words of all lists of this domain.")
        @Nullable String domain;

        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, de, fr, es or ja; default: the language of the list, else en.")
        @Nullable String language;

        Place in(TextAdministration texts) {
            return texts.place(Optional.ofNullable(list), Optional.ofNullable(domain), Optional.ofNullable(language));
        }
    }

    @Command(name = "list", description = "List every text, with whose words are in force. Without --list and --domain: those of the site.",
            footer = "Example: chancery text list --list talk@lists.example.org")
    int list(@Mixin Whose whose) {
        invocation.printer().table("There are no texts.", table ->
                texts().all(whose.in(texts())).forEach(shown -> table.add(Row.of(
                        "text", shown.id().word(), "from", shown.from(), "language", shown.language().tag(), "use", shown.id().help()))));
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Show a text as it is in force, in the form that \"text set\" reads.",
            footer = "Example: chancery text show welcome --list talk@lists.example.org > welcome.txt")
    int show(@Parameters(paramLabel = "ID", description = "The text, such as welcome.") String id, @Mixin Whose whose) {
        Shown shown = texts().show(id, whose.in(texts()));
        if (invocation.printer().isJson()) {
            invocation.printer().thing(Row.of("text", shown.id().word(), "from", shown.from(), "language", shown.language().tag(),
                    "placeholders", placeholders(shown.id()).toList(), "required", shown.id().required(), "words", shown.text()));
        } else {
            invocation.printer().text("words", shown.text());
            invocation.printer().warn("From: " + shown.from() + ". Placeholders: "
                    + placeholders(shown.id()).map(name -> "{" + name + "}" + (shown.id().required().contains(name) ? " (required)" : ""))
                            .collect(Collectors.joining(", ")) + ".");
        }
        return ExitCode.DONE;
    }

    private static Stream<String> placeholders(TextId id) {
        return Stream.concat(id.placeholders().stream(), TextId.EVERYWHERE.stream());
    }

    @Command(name = "set", description = {
            "Write a text anew, read from stdin: the line \"Subject: \" and the subject, an empty line, the body.",
            "A text with an unknown placeholder or without a required one is refused."},
            footer = "Example: chancery text set welcome --list talk@lists.example.org < welcome.txt")
    int set(@Parameters(paramLabel = "ID", description = "The text, such as welcome.") String id, @Mixin Whose whose,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The words; default stdin.") InputFile file)
            throws IOException {
        Place place = whose.in(texts());
        boolean isNew = texts().set(invocation.caller(), id, place, file.text(MAX_TEXT));
        return invocation.done("The text " + id + " of " + place.name() + " in language " + place.language().tag() + (isNew ? " is in force." : " was the same already."),
                Row.of("text", id, "of", place.name(), "language", place.language().tag(), "changed", isNew));
    }

    @Command(name = "remove", description = "Take words back, so that those of the domain, of the site or the shipped ones count again.",
            footer = "Example: chancery text remove welcome --list talk@lists.example.org")
    int remove(@Parameters(paramLabel = "ID", description = "The text, such as welcome.") String id, @Mixin Whose whose) {
        Place place = whose.in(texts());
        texts().remove(invocation.caller(), id, place);
        return invocation.done("The text " + id + " of " + place.name() + " in language " + place.language().tag() + " is gone; \"chancery text show " + id
                + "\" shows what counts.", Row.of("text", id, "of", place.name(), "language", place.language().tag(), "removed", true));
    }

    private TextAdministration texts() {
        return invocation.administration().texts();
    }
}

package org.chancery.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.MailingList;
import org.chancery.notice.TextOverrides.Scope;

/// Finds the words of a mail and fills them in ([Template]): those of the list, else of its domain, else of the site, each in the
/// language asked for, else the ones we ship. A shipped text is a resource `LANGUAGE/ID.txt`.
public final class Texts {
    /// Values that are words of ours; they come in English and are said in the language of the mail.
    private static final Set<String> SPOKEN = Set.of("action", "how", "what", "requests");

    private final TextOverrides overrides;

    /// With our own words only.
    public Texts() {
        this(TextOverrides.NONE);
    }

    public Texts(TextOverrides overrides) {
        this.overrides = overrides;
    }

    /// The text in `language`, with `values` filled in; `list` is empty for mails of the site.
    public Text text(TextId id, Optional<MailingList> list, Language language, Map<String, String> values) {
        return Template.parse(source(id, scopes(list), language).text()).filled(spoken(language, values));
    }

    /// The words in force, as they were written; `from` is empty for ours.
    public record Source(Optional<Scope> from, String text) {}

    /// The words that the first of `scopes` with any has, else ours.
    public Source source(TextId id, List<Scope> scopes, Language language) {
        return overrides.nearest(id, language, scopes).map(words -> new Source(Optional.of(words.scope()), words.text()))
                .orElseGet(() -> new Source(Optional.empty(), shipped(id, language)));
    }

    /// Why `text` cannot take the place of `id`, as one sentence; empty when it can.
    public static Optional<String> fault(TextId id, String text) {
        return Template.fault(id, text);
    }

    /// Whose words count for a list, the nearest first.
    public static List<Scope> scopes(Optional<MailingList> list) {
        List<Scope> scopes = new ArrayList<>();
        list.ifPresent(of -> scopes.add(new Scope.OfList(of.id())));
        list.ifPresent(of -> scopes.add(new Scope.OfDomain(of.domain())));
        scopes.add(new Scope.OfSite());
        return scopes;
    }

    private static Map<String, String> spoken(Language language, Map<String, String> values) {
        Map<String, String> spoken = new HashMap<>(values);
        spoken.replaceAll((name, value) -> SPOKEN.contains(name) ? Phrases.said(language, value) : value);
        return spoken;
    }

    static String shipped(TextId id, Language language) {
        return resource(language.tag() + "/" + id.word() + ".txt").or(() -> resource("en/" + id.word() + ".txt"))
                .orElseThrow(() -> new IllegalStateException("no text " + id.word()));
    }

    static Optional<String> resource(String name) {
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

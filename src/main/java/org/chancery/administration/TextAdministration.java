package org.chancery.administration;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;
import org.chancery.notice.Language;
import org.chancery.notice.TextId;
import org.chancery.notice.TextOverrides;
import org.chancery.notice.TextOverrides.Scope;
import org.chancery.notice.TextOverrides.Words;
import org.chancery.notice.Texts;

/// The words of our own mails: ours, and what a site, a domain or a list says instead.
public final class TextAdministration {
    private final TextOverrides overrides;
    private final Texts texts;
    private final Lists lists;
    private final InstantSource clock;

    TextAdministration(TextOverrides overrides, Lists lists, InstantSource clock) {
        this.overrides = overrides;
        this.texts = new Texts(overrides);
        this.lists = lists;
        this.clock = clock;
    }

    /// Whose mails are meant, in which language, and whose words count there, the nearest first.
    public record Place(Scope scope, String name, Language language, List<Scope> order) {}

    /// One text in one place. `from` says whose words they are: `shipped`, or the name of a list, a domain or `the site`.
    public record Shown(TextId id, Language language, String from, String text) {}

    /// `list` before `domain` before the site; without a language that of the list, else English.
    public Place place(Optional<String> list, Optional<String> domain, Optional<String> language) {
        if (list.isPresent() && domain.isPresent()) {
            throw new Refused("A text is of a list or of a domain, not of both: leave out --list or --domain.");
        }
        return list.map(address -> ofList(address, language))
                .or(() -> domain.map(name -> ofDomain(name, language)))
                .orElseGet(() -> new Place(new Scope.OfSite(), "the site", language(language, Language.EN.tag()), Texts.scopes(Optional.empty())));
    }

    private Place ofList(String address, Optional<String> language) {
        MailingList list = lists.find(Addresses.require(address))
                .orElseThrow(() -> new Refused("There is no list " + address + ". \"chancery list show\" names all lists."));
        return new Place(new Scope.OfList(list.id()), list.address().toString(), language(language, list.settings().text(Setting.LANGUAGE)),
                Texts.scopes(Optional.of(list)));
    }

    private Place ofDomain(String name, Optional<String> language) {
        Domain domain = Domain.parse(name) instanceof Parsed.Value<Domain>(Domain parsed) && lists.domains().contains(parsed)
                ? parsed
                : refuse("The domain " + name + " is not served here. \"chancery domain list\" names those that are.");
        return new Place(new Scope.OfDomain(domain), domain.toString(), language(language, Language.EN.tag()),
                List.of(new Scope.OfDomain(domain), new Scope.OfSite()));
    }

    private static Domain refuse(String sentence) {
        throw new Refused(sentence);
    }

    private static Language language(Optional<String> given, String other) {
        String tag = given.orElse(other);
        return Language.ofTag(tag).orElseThrow(() -> new Refused("There are no texts in \"" + tag + "\"; the languages are "
                + Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.joining(", ")) + "."));
    }

    /// Every text as it is in force at a place.
    public List<Shown> all(Place place) {
        return Arrays.stream(TextId.values()).map(id -> shown(id, place)).toList();
    }

    public Shown show(String word, Place place) {
        return shown(require(word), place);
    }

    private Shown shown(TextId id, Place place) {
        Texts.Source source = texts.source(id, place.order(), place.language());
        return new Shown(id, place.language(), source.from().map(this::name).orElse("shipped"), source.text());
    }

    private String name(Scope scope) {
        return switch (scope) {
            case Scope.OfSite() -> "the site";
            case Scope.OfDomain(Domain domain) -> domain.toString();
            case Scope.OfList(ListId list) -> lists.find(list).map(found -> found.address().toString()).orElse("a list");
        };
    }

    /// Words in place of ours; false when they were the same already.
    public boolean set(Caller caller, String word, Place place, String text) {
        TextId id = require(word);
        Texts.fault(id, text).ifPresent(fault -> refuse("The text was not stored. " + fault));
        return overrides.save(new Words(place.scope(), id, place.language(), text), caller.act(clock.instant(), "text.set", id.word(), detail(place)));
    }

    /// Back to the words of the next place, or to ours.
    public void remove(Caller caller, String word, Place place) {
        TextId id = require(word);
        if (!overrides.remove(place.scope(), id, place.language(), caller.act(clock.instant(), "text.remove", id.word(), detail(place)))) {
            throw new Refused("For " + place.name() + " there are no words of " + id.word() + " in language " + place.language().tag()
                    + " other than those that count anyway.");
        }
    }

    private static String detail(Place place) {
        return "for=" + place.name().replace("the site", "site") + " language=" + place.language().tag();
    }

    private static TextId require(String word) {
        return TextId.ofWord(word).orElseThrow(() -> new Refused("There is no text \"" + word + "\". The texts are: "
                + Arrays.stream(TextId.values()).map(TextId::word).collect(Collectors.joining(", ")) + "."));
    }
}

package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import org.chancery.list.Lists;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.posting.signing.StoredKey;

/// The domains whose mail is ours: virtual hosts of lists.
public final class DomainAdministration {
    private final Lists lists;
    private final KeyCabinet signing;
    private final InstantSource clock;

    DomainAdministration(Lists lists, KeyCabinet signing, InstantSource clock) {
        this.lists = lists;
        this.signing = signing;
        this.clock = clock;
    }

    /// All domains with the number of their lists, by name.
    public List<Served> all() {
        return lists.domains().stream().map(domain -> new Served(domain, countLists(domain)))
                .sorted((a, b) -> a.domain().ascii().compareTo(b.domain().ascii())).toList();
    }

    public Domain add(Caller caller, String name) {
        caller.must(Permission.MANAGE_DOMAINS);
        Domain domain = parse(name);
        if (!lists.addDomain(domain, caller.act(clock.instant(), "domain.add", domain.ascii(), ""))) {
            throw new Refused("The domain " + domain + " is there already.");
        }
        return domain;
    }

    public Domain remove(Caller caller, String name) {
        caller.must(Permission.MANAGE_DOMAINS);
        Domain domain = parse(name);
        if (!lists.domains().contains(domain)) {
            throw new Refused(unknown(domain, lists));
        }
        if (!lists.removeDomain(domain, caller.act(clock.instant(), "domain.remove", domain.ascii(), ""))) {
            throw new Refused("The domain " + domain + " still has lists. Delete or rename them first.");
        }
        return domain;
    }

    /// The signing keys of a domain, the newest first.
    public List<StoredKey> keys(String name) {
        return signing.all(served(name));
    }

    /// Makes new signing keys, which sign from now on; the older ones stay published for mail that is on its way.
    public List<StoredKey> createKeys(Caller caller, String name) {
        caller.must(Permission.MANAGE_DOMAINS);
        Domain domain = served(name);
        if (!signing.create(domain, clock.instant(), caller.act(clock.instant(), "domain.key", domain.ascii(), ""))) {
            throw new Refused("The domain " + domain + " has keys of this day already.");
        }
        return signing.all(domain);
    }

    public Domain removeKey(Caller caller, String name, String selector) {
        caller.must(Permission.MANAGE_DOMAINS);
        Domain domain = served(name);
        if (!signing.remove(domain, selector, caller.act(clock.instant(), "domain.key.remove", domain.ascii(), selector))) {
            throw new Refused("The domain " + domain + " has no key \"" + selector + "\". \"chancery domain keys " + domain + "\" lists them.");
        }
        return domain;
    }

    private Domain served(String name) {
        Domain domain = parse(name);
        if (!lists.domains().contains(domain)) {
            throw new Refused(unknown(domain, lists));
        }
        return domain;
    }

    static String unknown(Domain domain, Lists lists) {
        String ours = String.join(", ", lists.domains().stream().map(Domain::ascii).sorted().toList());
        return "The domain " + domain + " is not served here"
                + (ours.isEmpty() ? "." : " (served: " + ours + ").")
                + " \"chancery domain add " + domain + "\" adds it.";
    }

    private static Domain parse(String name) {
        Domain domain = switch (Domain.parse(name)) {
            case Parsed.Value<Domain>(Domain value) -> value;
            case Parsed.Malformed<Domain>(int at, String why) ->
                throw new Refused("\"" + name + "\" is not a domain name: " + why + " (at character " + (at + 1) + ").");
        };
        if (domain.isLiteral()) {
            throw new Refused("\"" + name + "\" is an address literal; a served domain needs a name.");
        }
        return domain;
    }

    private long countLists(Domain domain) {
        return lists.all().stream().filter(list -> list.domain().equals(domain)).count();
    }

    public record Served(Domain domain, long lists) {}
}

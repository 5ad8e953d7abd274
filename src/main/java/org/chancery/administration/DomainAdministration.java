package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import org.chancery.list.Lists;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// The domains whose mail is ours: virtual hosts of lists.
public final class DomainAdministration {
    private final Lists lists;
    private final InstantSource clock;

    DomainAdministration(Lists lists, InstantSource clock) {
        this.lists = lists;
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

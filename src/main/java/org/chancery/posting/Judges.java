package org.chancery.posting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.content.FilterRules;
import org.chancery.list.AddressLines;
import org.chancery.list.HeaderPattern;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.list.Topic;
import org.chancery.mail.Address;
import org.chancery.policy.BuiltIns;
import org.chancery.policy.Judge;
import org.chancery.policy.PolicyParser;
import org.chancery.posting.transform.FilterSettings;

/// Keeps what is prepared of each list for as long as its policy and settings stay the same. The list handed in is the
/// truth; this only saves parsing its policy and patterns again for each post.
final class Judges {
    private static final int MAX_KEPT = 10_000; // lists; a site of that size re-parses now and then
    private final Map<ListId, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(MailingList.PolicyText policy, Settings settings, Prepared prepared) {}

    /// A list as the line needs it: its judge, and its settings in the form in which facts are found.
    record Prepared(Judge judge, List<HeaderPattern> headerPatterns, List<Topic> topics, List<Address> aliases, List<Address> parents,
            Optional<FilterRules> filter, ProtectionPolicy protection) {
        static Prepared of(MailingList list) {
            Settings settings = list.settings();
            return new Prepared(
                    new Judge(BuiltIns.STANDARD, SettingChecks.of(settings), PolicyParser.parse(list.policy().text()).orThrow()),
                    HeaderPattern.parse(settings.text(Setting.HEADER_PATTERNS)).orThrow(),
                    Topic.parse(settings.text(Setting.TOPICS)).orThrow(),
                    AddressLines.parse(settings.text(Setting.ACCEPTABLE_ALIASES)).orThrow(),
                    AddressLines.parse(settings.text(Setting.PARENTS)).orThrow(),
                    FilterSettings.rules(settings),
                    ProtectionPolicy.of(settings));
        }
    }

    Prepared of(MailingList list) {
        Optional<Kept> known = Optional.ofNullable(kept.get(list.id()))
                .filter(found -> found.policy.equals(list.policy()) && found.settings.equals(list.settings()));
        if (known.isPresent()) {
            return known.get().prepared;
        }
        if (kept.size() > MAX_KEPT) {
            kept.clear();
        }
        Prepared prepared = Prepared.of(list);
        kept.put(list.id(), new Kept(list.policy(), list.settings(), prepared));
        return prepared;
    }
}

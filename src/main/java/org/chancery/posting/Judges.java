package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.BuiltIns;
import org.chancery.policy.Check;
import org.chancery.policy.Checks;
import org.chancery.policy.Condition;
import org.chancery.policy.Extras;
import org.chancery.policy.Fact;
import org.chancery.policy.FactName;
import org.chancery.policy.Judge;
import org.chancery.policy.Outcome;
import org.chancery.policy.PolicyParser;

/// Keeps the prepared [Judge] of each list for as long as its policy and settings stay the same. The list handed in is the
/// truth; this only saves parsing its policy again for each post.
final class Judges {
    private static final int MAX_KEPT = 10_000; // lists; a site of that size re-parses now and then
    private final Map<ListId, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(MailingList.PolicyText policy, Settings settings, Judge judge) {}

    Judge of(MailingList list) {
        Kept known = kept.get(list.id());
        if (known != null && known.policy.equals(list.policy()) && known.settings.equals(list.settings())) {
            return known.judge;
        }
        if (kept.size() > MAX_KEPT) {
            kept.clear();
        }
        Judge judge = new Judge(BuiltIns.STANDARD, checks(list.settings()), PolicyParser.parse(list.policy().text()).orThrow());
        kept.put(list.id(), new Kept(list.policy(), list.settings(), judge));
        return judge;
    }

    /// The rules that settings stand for; they can only lower.
    static Checks checks(Settings settings) {
        List<Check> checks = new ArrayList<>();
        int kilobytes = settings.number(Setting.MAX_SIZE);
        if (kilobytes > 0) {
            checks.addAll(PolicyParser.parseChecks(Setting.MAX_SIZE.key(), "hold for moderators when size over " + kilobytes + " KB.").orThrow());
        }
        if (settings.number(Setting.MAX_HOPS) > 0) {
            checks.add(new Check(
                    Setting.MAX_HOPS.key(), new Outcome.Hold(Outcome.By.MODERATORS, Extras.NONE),
                    new Condition.Is(new Fact.Present(FactName.TOO_MANY_HOPS), false)));
        }
        return new Checks(checks);
    }
}

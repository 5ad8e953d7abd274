package org.chancery.posting.transform;

import java.util.Optional;
import java.util.Set;
import org.chancery.content.FilterRules;
import org.chancery.list.Setting;
import org.chancery.list.Settings;

/// The settings `filter_...` of a list as rules; for the transform and for the check that holds or refuses posts of which nothing
/// would be left.
public final class FilterSettings {
    private FilterSettings() {}

    /// Empty when the owner filters nothing.
    public static Optional<FilterRules> rules(Settings settings) {
        return settings.flag(Setting.FILTER)
                ? Optional.of(new FilterRules(
                        words(settings, Setting.FILTER_DENY_TYPES), words(settings, Setting.FILTER_PASS_TYPES),
                        words(settings, Setting.FILTER_DENY_EXTENSIONS),
                        settings.flag(Setting.FILTER_COLLAPSE) ? FilterRules.Collapse.FIRST : FilterRules.Collapse.NONE,
                        settings.flag(Setting.FILTER_HTML_TO_TEXT)))
                : Optional.empty();
    }

    /// People write blanks or commas.
    private static Set<String> words(Settings settings, Setting setting) {
        return Set.copyOf(java.util.List.of(settings.text(setting).split("[\\s,]+")));
    }
}

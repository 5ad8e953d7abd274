package org.chancery.list;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The settings of one list: what its owner set, over the defaults of [Setting]. Values are checked when they enter;
/// one that is the default is no choice and is forgotten.
public record Settings(Map<Setting, String> set) {
    public static final Settings DEFAULTS = new Settings(Map.of());

    public Settings {
        set.forEach((setting, value) -> setting.kind().fault(value).ifPresent(fault -> {
            throw new IllegalArgumentException(setting.key() + ": " + fault);
        }));
        set = set.entrySet().stream()
                .filter(entry -> !canonical(entry).equals(entry.getKey().initial()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Settings::canonical));
    }

    private static String canonical(Map.Entry<Setting, String> entry) {
        return entry.getKey().kind().canonical(entry.getValue());
    }

    /// Why these settings cannot stand together, in one sentence; empty when they can.
    public Optional<String> fault() {
        return ProtectionPolicy.of(this).fault().or(() -> ArchivePolicy.of(this).fault());
    }

    public String text(Setting setting) {
        return set.getOrDefault(setting, setting.initial());
    }

    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /// Of a setting that is [Setting.Kind.Words].
    public List<String> words(Setting setting) {
        return Setting.Kind.Words.split(text(setting));
    }

    /// These settings with one changed.
    public Settings with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(set);
        changed.put(setting, value);
        return new Settings(changed);
    }
}

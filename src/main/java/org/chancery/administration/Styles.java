package org.chancery.administration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.Policies;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The styles a list may be created in, read from the table `styles.toml`: which shipped policy, which settings.
/// A style is a beginning, not a bond: all of it can be changed afterwards.
final class Styles {
    private static final String TABLE = "styles.toml";

    private Styles() {}

    /// One row of the table.
    record Style(String name, String help, String policy, Settings settings) {}

    static List<Style> all() {
        TomlParseResult table = Toml.parse(table());
        List<Style> styles = new ArrayList<>();
        for (String name : table.keySet()) {
            styles.add(style(name, required(table.getTable(name), name)));
        }
        return styles;
    }

    static Style require(String name) {
        List<Style> styles = all();
        return styles.stream().filter(style -> style.name().equals(name)).findFirst()
                .orElseThrow(() -> new Refused("There is no style \"" + name + "\". The styles are: "
                        + String.join(", ", styles.stream().map(Style::name).toList()) + "."));
    }

    private static Style style(String name, TomlTable row) {
        String policy = required(row.getString("policy"), name + ".policy");
        return new Style(name, required(row.getString("help"), name + ".help"), Policies.shippedText(policy), settings(row.getTableOrEmpty("settings")));
    }

    private static Settings settings(TomlTable overrides) {
        Map<Setting, String> set = new EnumMap<>(Setting.class);
        for (String key : overrides.keySet()) {
            set.put(Setting.ofKey(key).orElseThrow(() -> broken("no setting " + key)), String.valueOf(overrides.get(key)));
        }
        return new Settings(set);
    }

    private static String table() {
        try (InputStream in = Styles.class.getResourceAsStream(TABLE)) {
            return new String(required(in, "the file").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw broken(what + " is missing");
        }
        return value;
    }

    private static IllegalStateException broken(String what) {
        return new IllegalStateException("the shipped table " + TABLE + " is broken: " + what);
    }
}

package org.chancery.administration;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// All that can be changed of a list as one TOML document that a person edits: state, settings, policy.
/// The style is told but not changed: it is where the list came from. What a document leaves out stays as it is.
///
/// Example: `state = "open"`, then `[settings]` with `subject_prefix = "[talk]"`.
record ListDocument(MailingList.State state, Settings settings, String policy) {
    private static final Set<String> KEYS = Set.of("style", "state", "policy", "settings");

    static ListDocument of(MailingList list) {
        return new ListDocument(list.state(), list.settings(), list.policy().text());
    }

    /// The document as text, each setting with its help above it.
    static String write(MailingList list) {
        StringBuilder text = new StringBuilder("# " + list.address() + "; \"chancery list apply\" reads this again.\n");
        text.append("style = ").append(quoted(list.style())).append("\n");
        text.append("state = ").append(quoted(Words.of(list.state()))).append("\n");
        text.append("policy = ").append(block(list.policy().text())).append("\n\n[settings]\n");
        ListAdministration.values(list.settings()).forEach((setting, value) ->
                text.append("# ").append(setting.help()).append("\n").append(setting.key()).append(" = ").append(value(setting, value)).append("\n"));
        return text.toString();
    }

    private static String value(Setting setting, String value) {
        return switch (setting.kind()) {
            case Setting.Kind.Flag _, Setting.Kind.WholeNumber _ -> value;
            case Setting.Kind.Text _ -> value.contains("\n") ? block(value) : quoted(value);
            case Setting.Kind.Line _, Setting.Kind.Choice _, Setting.Kind.Words _ -> quoted(value);
        };
    }

    private static String quoted(String text) {
        return "\"" + escaped(text).replace("\n", "\\n") + "\"";
    }

    /// TOML drops the line end after the opening quotes, so that the text begins on a line of its own.
    private static String block(String text) {
        return "\"\"\"\n" + escaped(text) + "\"\"\"";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '"' -> escaped.append("\\\"");
                case '\n' -> escaped.append('\n');
                default -> escaped.append(Character.isISOControl(c) ? "\\u%04X".formatted((int) c) : String.valueOf(c));
            }
        }
        return escaped.toString();
    }

    /// Reads a document over `list`. Every fault is told with line and column.
    static ListDocument read(String text, MailingList list) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            throw fault(toml.errors().getFirst().position().line(), toml.errors().getFirst().position().column(),
                    String.valueOf(toml.errors().getFirst().getMessage()));
        }
        for (String key : toml.keySet()) {
            if (!KEYS.contains(key)) {
                throw fault(toml, key, "there is no key \"" + key + "\"; expected style, state, policy or [settings]");
            }
        }
        requireStyle(toml, list);
        return new ListDocument(state(toml, list), settings(toml, list), string(toml, "policy", list.policy().text()));
    }

    private static void requireStyle(TomlParseResult toml, MailingList list) {
        String style = string(toml, "style", list.style());
        if (!style.equals(list.style())) {
            throw fault(toml, "style", "the style of a list cannot be changed (it is " + list.style() + "); change settings and policy instead");
        }
    }

    private static MailingList.State state(TomlParseResult toml, MailingList list) {
        return switch (string(toml, "state", Words.of(list.state()))) {
            case "open" -> MailingList.State.OPEN;
            case "closed" -> MailingList.State.CLOSED;
            default -> throw fault(toml, "state", "expected open or closed");
        };
    }

    private static Settings settings(TomlParseResult toml, MailingList list) {
        if (toml.contains("settings") && !toml.isTable("settings")) {
            throw fault(toml, "settings", "expected a table");
        }
        TomlTable table = toml.getTableOrEmpty("settings");
        Map<Setting, String> set = new EnumMap<>(Setting.class);
        set.putAll(list.settings().set());
        for (String key : table.keySet()) {
            String path = "settings." + key;
            Setting setting = Setting.ofKey(key).orElseThrow(() -> fault(toml, path, "there is no setting \"" + key + "\""));
            set.put(setting, typed(toml, path, setting, table.get(key)));
        }
        return new Settings(set);
    }

    private static String typed(TomlParseResult toml, String path, Setting setting, @Nullable Object value) {
        boolean fits = switch (setting.kind()) {
            case Setting.Kind.Flag _ -> value instanceof Boolean;
            case Setting.Kind.WholeNumber _ -> value instanceof Long;
            case Setting.Kind.Line _, Setting.Kind.Text _, Setting.Kind.Choice _, Setting.Kind.Words _ -> value instanceof String;
        };
        String text = String.valueOf(value);
        if (!fits) {
            throw fault(toml, path, setting.key() + " has the wrong type");
        }
        setting.kind().fault(text).ifPresent(why -> {
            throw fault(toml, path, setting.key() + ": " + why);
        });
        return text;
    }

    private static String string(TomlParseResult toml, String key, String otherwise) {
        if (!toml.contains(key)) {
            return otherwise;
        }
        if (!(toml.get(key) instanceof String text)) {
            throw fault(toml, key, "expected text in quotes");
        }
        return text;
    }

    private static Refused fault(TomlParseResult toml, String key, String why) {
        var position = toml.inputPositionOf(key);
        return position == null ? new Refused("The document was not applied: " + why + ".") : fault(position.line(), position.column(), why);
    }

    private static Refused fault(int line, int column, String why) {
        return new Refused("The document was not applied: line " + line + ", column " + column + ": " + why + ".");
    }
}

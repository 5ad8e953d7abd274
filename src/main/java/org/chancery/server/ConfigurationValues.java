package org.chancery.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.mail.Parsed;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// The keys that were given, each with its place, and the faults found in them. Knows names and types of all keys;
/// what a value means is the business of [ConfigurationReader].
final class ConfigurationValues {

    private enum Type {
        TEXT("a string"),
        LIST("an array of strings"),
        WHOLE("a whole number");

        private final String expected;

        Type(String expected) {
            this.expected = expected;
        }
    }

    private static final Map<String, Type> KEYS = new LinkedHashMap<>();
    private static final List<String> TABLES =
            List.of("store", "listen", "tls", "delivery", "trust", "dns", "blocklists", "senders", "keys", "web", "tokens", "limits");

    static {
        declare(Type.TEXT, "hostname", "data", "store.url");
        declare(Type.LIST, "listen.smtp", "listen.submission", "listen.submissions", "listen.lmtp");
        declare(Type.TEXT, "listen.web", "listen.admin", "tls.certificate", "tls.key", "tls.client_ca");
        declare(Type.TEXT, "delivery.route", "delivery.smarthost");
        declare(Type.WHOLE, "delivery.port");
        declare(Type.TEXT, "delivery.bind");
        declare(Type.WHOLE, "delivery.concurrency", "delivery.per_minute");
        declare(Type.LIST, "trust.fronts", "trust.before_queue", "trust.authserv", "trust.sealers", "dns.servers");
        declare(Type.WHOLE, "dns.timeout_seconds");
        declare(Type.LIST, "blocklists.addresses", "blocklists.domains");
        declare(Type.WHOLE, "blocklists.quorum");
        declare(Type.LIST, "blocklists.allow");
        declare(Type.WHOLE, "blocklists.timeout_seconds");
        declare(Type.TEXT, "senders.passwords", "keys.passphrase_file", "keys.pkcs11_module");
        declare(Type.WHOLE, "keys.pkcs11_slot");
        declare(Type.TEXT, "keys.pkcs11_key", "keys.pkcs11_pin_file");
        declare(Type.LIST, "keys.crl_urls");
        declare(Type.TEXT, "keys.wkd", "keys.vks", "egress.proxy", "web.url");
        declare(Type.WHOLE, "tokens.confirm_key");
        declare(Type.WHOLE, "limits.max_message_bytes", "limits.connections_per_ip");
        declare(Type.WHOLE, "limits.connections_per_minute", "limits.recipients");
    }

    private static void declare(Type type, String... keys) {
        for (String key : keys) {
            KEYS.put(key, type);
        }
    }

    /// One text with its place; a value that is no text has none.
    private record Given(Place place, List<Item> items) {}

    private record Item(Place place, String text) {}

    private record Place(int line, int column, String name) {
        /// Behind all places of the file.
        static Place ofSetting(String setting) {
            return new Place(Integer.MAX_VALUE, 0, "--set " + setting);
        }
    }

    private record Fault(Place place, String text) {}

    private final Map<String, Given> given = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    /// All keys there are, in the order of the guide.
    static List<String> keys() {
        return List.copyOf(KEYS.keySet());
    }

    /// All faults, those of the file first and in its order, each with place, finding and expectation.
    List<String> faults() {
        return faults.stream()
                .sorted(Comparator.comparingInt((Fault fault) -> fault.place.line)
                        .thenComparingInt(fault -> fault.place.column))
                .map(fault -> fault.place.name + ": " + fault.text)
                .distinct()
                .toList();
    }

    /// A fault that shows only when several values are looked at together.
    void fault(String key, String text) {
        Given value = given.get(key);
        faults.add(new Fault(value == null ? Place.ofSetting(key) : value.place, key + ": " + text));
    }

    void read(String file, byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException notUtf8) {
            faults.add(new Fault(firstWrongOctet(file, octets), "found octets that are not UTF-8, expected UTF-8 (TOML 1.0)"));
            return;
        }
        TomlParseResult toml = Toml.parse(text);
        toml.errors().forEach(error -> faults.add(new Fault(place(file, error.position()), String.valueOf(error.getMessage()))));
        // After a syntax error the rest may be read amiss: reporting that would send people on a wrong track.
        if (!toml.hasErrors()) {
            walk(file, toml, "");
        }
    }

    /// The decoder does not say where it stopped, so the longest good beginning is taken.
    private static Place firstWrongOctet(String file, byte[] octets) {
        String lenient = new String(octets, StandardCharsets.UTF_8);
        int good = lenient.indexOf('\ufffd');
        String before = lenient.substring(0, Math.max(0, good));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return place(file, TomlPosition.positionAt(line, before.length() - before.lastIndexOf('\n')));
    }

    private static Place place(String file, @Nullable TomlPosition position) {
        TomlPosition at = Objects.requireNonNull(position, "every value that was read has a position");
        return new Place(
                at.line(), at.column(), file + ", line " + at.line() + ", column " + at.column());
    }

    private void walk(String file, TomlTable table, String prefix) {
        for (String name : table.keySet()) {
            String key = prefix + name;
            Object value = Objects.requireNonNull(table.get(List.of(name)), name);
            Place at = place(file, table.inputPositionOf(List.of(name)));
            // A quoted "listen.smtp" is one name with a dot in it, and no key of ours.
            Type type = name.contains(".") ? null : KEYS.get(key);
            if (type != null) {
                keep(file, key, type, value, at);
            } else if (!TABLES.contains(key)) {
                faults.add(new Fault(at, unknown(key, prefix)));
            } else if (value instanceof TomlTable inner) {
                walk(file, inner, key + ".");
            } else {
                faults.add(new Fault(at, key + ": found " + show(value) + ", expected a table [" + key + "]"));
            }
        }
    }

    private static String unknown(String key, String prefix) {
        String known = KEYS.keySet().stream()
                .filter(other -> other.startsWith(prefix) && other.indexOf('.', prefix.length()) < 0)
                .map(other -> other.substring(prefix.length()))
                .collect(Collectors.joining(", "));
        String tables = prefix.isEmpty() ? ", or a table [" + String.join("], [", TABLES) + "]" : "";
        return "found the unknown key " + key + ", expected one of " + known + tables;
    }

    private void keep(String file, String key, Type type, Object value, Place at) {
        boolean fits =
                switch (type) {
                    case TEXT -> value instanceof String;
                    case WHOLE -> value instanceof Long;
                    case LIST -> value instanceof TomlArray;
                };
        if (!fits) {
            faults.add(new Fault(at, key + ": found " + show(value) + ", expected " + type.expected));
        } else if (value instanceof TomlArray array) {
            given.put(key, new Given(at, items(file, key, array)));
        } else {
            given.put(key, new Given(at, List.of(new Item(at, value.toString()))));
        }
    }

    private List<Item> items(String file, String key, TomlArray array) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Place at = place(file, array.inputPositionOf(i));
            if (array.get(i) instanceof String text) {
                items.add(new Item(at, text));
            } else {
                faults.add(new Fault(at, key + ": found " + show(array.get(i)) + ", expected a string"));
            }
        }
        return items;
    }

    void set(String setting) {
        int equals = setting.indexOf('=');
        Place at = Place.ofSetting(setting.substring(0, Math.max(equals, 0)));
        if (equals < 0) {
            faults.add(new Fault(Place.ofSetting(setting), "found no =, expected KEY=VALUE"));
            return;
        }
        String key = setting.substring(0, equals).strip();
        String value = setting.substring(equals + 1).strip();
        if (!KEYS.containsKey(key)) {
            faults.add(new Fault(at, "found an unknown key, expected one of " + String.join(", ", KEYS.keySet())));
        } else if (KEYS.get(key) == Type.LIST) {
            given.put(key, new Given(at, commaList(at, value)));
        } else {
            given.put(key, new Given(at, List.of(new Item(at, value))));
        }
    }

    private static List<Item> commaList(Place at, String value) {
        List<Item> items = new ArrayList<>();
        if (!value.isEmpty()) {
            for (String one : value.split(",", -1)) {
                items.add(new Item(at, one.strip()));
            }
        }
        return items;
    }

    /// The value of a TEXT key, or what `otherwise` means.
    <T> T one(String key, String otherwise, Function<String, Parsed<T>> meaning) {
        return texts(key).stream()
                .findFirst()
                .flatMap(item -> meaning(key, item, meaning))
                .orElseGet(() -> meaning.apply(otherwise).orThrow());
    }

    /// The value of a TEXT key; empty if it is not given or `""`.
    <T> Optional<T> maybe(String key, Function<String, Parsed<T>> meaning) {
        return texts(key).stream()
                .filter(item -> !item.text.isEmpty())
                .findFirst()
                .flatMap(item -> meaning(key, item, meaning));
    }

    /// The values of a LIST key, or what `otherwise` means.
    <T> List<T> all(String key, List<String> otherwise, Function<String, Parsed<T>> meaning) {
        if (!given.containsKey(key)) {
            return otherwise.stream().map(text -> meaning.apply(text).orThrow()).toList();
        }
        return texts(key).stream().flatMap(item -> meaning(key, item, meaning).stream()).toList();
    }

    int whole(String key, int otherwise, int least, int most) {
        return one(key, String.valueOf(otherwise), text -> {
            boolean fits = text.matches("-?[0-9]{1,10}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
            return fits
                    ? Parsed.of(Integer.parseInt(text))
                    : Parsed.malformed(0, "a whole number from " + least + " to " + most);
        });
    }

    private List<Item> texts(String key) {
        Given value = given.get(key);
        return value == null ? List.of() : value.items;
    }

    private <T> Optional<T> meaning(String key, Item item, Function<String, Parsed<T>> meaning) {
        Parsed<T> parsed = meaning.apply(item.text);
        if (parsed instanceof Parsed.Malformed<T>(int _, String expected)) {
            String found = KEYS.get(key) == Type.WHOLE ? item.text : show(item.text);
            faults.add(new Fault(item.place, key + ": found " + found + ", expected " + expected));
        }
        return parsed.toOptional();
    }

    /// A password in a database URL is not repeated: faults end in logs.
    private static String show(Object value) {
        return switch (value) {
            case String text -> '"' + text.replaceFirst("(//[^:/]*):.*@", "$1:…@") + '"';
            case TomlTable _ -> "a table";
            case TomlArray _ -> "an array";
            default -> value.toString();
        };
    }
}

package org.chancery.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.administration.Words;
import org.jspecify.annotations.Nullable;

/// One thing to print: names and values in order, which JSON writes as an object and people read as a line or a block.
/// Values are text, numbers, truth values, rows, and lists of these; instants, addresses and the like become text.
record Row(Map<String, @Nullable Object> values) {

    /// Names and values in turn: `Row.of("address", address, "role", role)`.
    static Row of(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), plain(namesAndValues[i + 1]));
        }
        return new Row(values);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
            case Row row -> row.values();
            case List<?> list -> plainList(list);
            case Map<?, ?> map -> plainMap(map);
            case Enum<?> word -> Words.of(word);
            case Number number -> number;
            case Boolean truth -> truth;
            case Instant instant -> instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
            default -> value.toString();
        };
    }

    private static List<@Nullable Object> plainList(List<?> list) {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(element -> plain.add(plain(element)));
        return plain;
    }

    private static Map<String, @Nullable Object> plainMap(Map<?, ?> map) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
        return plain;
    }

    /// A value as people read it, in one line.
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case List<?> list -> list.isEmpty() ? "-" : String.join(", ", list.stream().map(Row::text).toList());
            case Map<?, ?> map -> String.join(" ", map.entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue())).toList());
            default -> value.toString().isEmpty() ? "-" : value.toString();
        };
    }
}

package org.chancery.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Small tables inside one text column: a line per row, a tab between fields; backslash, tab, line feed and NUL are escaped,
/// so that what a stranger wrote can never begin a new row. Made for facts, session and envelope, which are only read whole.
final class Lines {
    private Lines() {}

    static String row(List<String> fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            escape(fields.get(i), i == 0 ? text : text.append('\t'));
        }
        return text.append('\n').toString();
    }

    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        text.lines().forEach(line -> rows.add(fields(line)));
        return rows;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split("\t", -1)) {
            fields.add(unescape(field));
        }
        return fields;
    }

    static String map(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(map).forEach((key, value) -> {
            escape(key, text);
            escape(value, text.append('\t'));
            text.append('\n');
        });
        return text.toString();
    }

    static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        rows(text).forEach(row -> map.put(row.getFirst(), row.getLast()));
        return map;
    }

    /// A field that may be absent, told apart from an empty one.
    static String optional(Optional<String> value) {
        return value.map(present -> "=" + present).orElse("");
    }

    static Optional<String> optional(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field.substring(1));
    }

    private static void escape(String field, StringBuilder text) {
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\0' -> text.append("\\0");
                default -> text.append(c);
            }
        }
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\' || i + 1 == field.length()) {
                plain.append(c);
                continue;
            }
            i++;
            plain.append(switch (field.charAt(i)) {
                case 't' -> '\t';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case '0' -> '\0';
                default -> field.charAt(i);
            });
        }
        return plain.toString();
    }
}

package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One group of fields of a message/delivery-status (RFC 3464 section 2.1). Names are compared in lower case; of a field
/// that stands twice the first counts.
record StatusFields(Map<String, String> fields) {
    /// Reports name one group for each recipient; more recipients than this have no list member among them.
    static final int MAX_GROUPS = 1_000;

    private static final int MAX_FIELDS = 40;
    private static final int MAX_VALUE = 2_000;

    StatusFields {
        fields = Map.copyOf(fields);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// Groups are divided by blank lines. Some servers leave those out, and some put one too many: a group also ends where
    /// a recipient begins anew.
    static List<StatusFields> read(List<String> lines) {
        List<StatusFields> groups = new ArrayList<>();
        Map<String, String> group = new LinkedHashMap<>();
        String last = "";
        for (String line : lines) {
            if (groups.size() >= MAX_GROUPS) {
                break;
            }
            if (line.isBlank()) {
                group = closed(groups, group);
                last = "";
            } else if (Character.isWhitespace(line.charAt(0)) && !last.isEmpty()) {
                group.computeIfPresent(last, (_, value) -> value.length() > MAX_VALUE ? value : value + " " + line.strip());
            } else {
                String name = name(line);
                if (startsAnew(group, name)) {
                    group = closed(groups, group);
                }
                last = name;
                if (!name.isEmpty() && group.size() < MAX_FIELDS) {
                    group.putIfAbsent(name, line.substring(line.indexOf(':') + 1).strip());
                }
            }
        }
        closed(groups, group);
        return groups;
    }

    private static boolean startsAnew(Map<String, String> group, String name) {
        return group.containsKey(name) && (name.equals("final-recipient") || name.equals("original-recipient"));
    }

    private static Map<String, String> closed(List<StatusFields> groups, Map<String, String> group) {
        if (!group.isEmpty()) {
            groups.add(new StatusFields(group));
        }
        return new LinkedHashMap<>();
    }

    /// Empty for a line that is no field.
    private static String name(String line) {
        int colon = line.indexOf(':');
        String name = colon < 1 ? "" : line.substring(0, colon).stripTrailing();
        return name.chars().allMatch(c -> c > ' ' && c < 127) ? name.toLowerCase(Locale.ROOT) : "";
    }
}

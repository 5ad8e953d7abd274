package org.chancery.administration;

import java.util.List;
import java.util.stream.Collectors;

/// One thing that changed or would change: `subject_prefix: "" -> "[talk]"`.
public record Change(String key, String before, String after) {
    private static final int MAX_SHOWN = 200; // a policy in an audit line would hide everything else

    static String inOneLine(List<Change> changes) {
        return changes.stream().map(Change::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return key + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(String value) {
        String line = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
        return line.length() <= MAX_SHOWN ? "\"" + line + "\"" : "\"" + line.substring(0, MAX_SHOWN) + "...\"";
    }
}

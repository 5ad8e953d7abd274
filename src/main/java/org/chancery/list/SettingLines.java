package org.chancery.list;

import java.util.ArrayList;
import java.util.List;

/// The lines of a setting that holds one thing a line; empty lines and comments are left out.
final class SettingLines {
    private SettingLines() {}

    /// `number` counts from 1, as editors do.
    record Line(int number, String text) {}

    static List<Line> of(String setting) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : setting.split("\n", -1)) {
            number++;
            if (!text.isBlank() && !text.strip().startsWith("#")) {
                lines.add(new Line(number, text.strip()));
            }
        }
        return lines;
    }
}

package org.chancery.mail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Reads `value; name=value; ...` of Content-Type and Content-Disposition in one pass (RFC 2045 section 5.1,
/// RFC 2183). Comments count only at the start of a token or after a blank: file names have bare parentheses.
final class ParameterReader {
    /// Real fields have a handful; continuations of long file names some dozens (CVE-2006-2941).
    private static final int MAX_PARAMETERS = 1_000;

    private final String text;
    private int at;

    ParameterReader(String text) {
        this.text = text;
    }

    /// What stands before the first semicolon, without comments; a blank ends it.
    String leading() {
        skipBlanksAndComments();
        int start = at;
        while (at < text.length() && text.charAt(at) != ';' && !Lines.isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /// The parameters after [#leading]; of two with one name the first counts.
    Map<String, String> parameters() {
        Map<String, String> raw = new LinkedHashMap<>();
        while (at < text.length() && raw.size() < MAX_PARAMETERS) {
            skipBlanksAndComments();
            if (at < text.length() && text.charAt(at) == ';') {
                at++;
            } else {
                parameter(raw);
            }
        }
        return Continuations.joined(raw);
    }

    private void parameter(Map<String, String> raw) {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
            at++;
        }
        if (at >= text.length() || text.charAt(at) == ';') {
            return;
        }
        String name = text.substring(start, at).strip().toLowerCase(Locale.ROOT);
        at++;
        skipBlanksAndComments();
        String value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
        if (!name.isEmpty()) {
            raw.putIfAbsent(name, value);
        }
    }

    private String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ';' && !startsComment()) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private boolean startsComment() {
        return text.charAt(at) == '(' && at > 0 && Lines.isBlank(text.charAt(at - 1));
    }

    private void skipBlanksAndComments() {
        while (at < text.length() && (Lines.isBlank(text.charAt(at)) || text.charAt(at) == '(')) {
            if (text.charAt(at) == '(') {
                skipComment();
            } else {
                at++;
            }
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            switch (text.charAt(at)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> at++;
                default -> {}
            }
            at++;
        } while (at < text.length() && depth > 0);
    }
}

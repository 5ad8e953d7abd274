package org.chancery.policy;

import java.util.List;

/// How the language writes strings, and what may stand in them.
final class Words {
    /// What a text may leave to be filled in: the list's page, its key id, its contact form, its address.
    static final List<String> PLACEHOLDERS = List.of("page", "keyid", "form", "list");
    /// In texts of generated rules alone: the addresses that send the list's key and take keys.
    static final List<String> GENERATED = List.of("sendkey", "request");

    private Words() {}

    static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }
}

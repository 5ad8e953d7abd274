package org.chancery.content;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What of a post an owner lets through. Types are `type/subtype` or `type` alone for all of it, extensions stand without
/// their dot; both without regard to case. No pass types: every type that is not denied passes. Multiparts and messages
/// inside are judged by what they hold; a denied one goes as a whole.
///
/// Example: `new FilterRules(Set.of("image", "application/zip"), Set.of(), Set.of("exe"), Collapse.FIRST, true)`.
public record FilterRules(
        Set<String> denyTypes, Set<String> passTypes, Set<String> denyExtensions, Collapse collapse, boolean htmlToText) {

    /// What is left of several alternatives of one text (RFC 2046 section 5.1.4).
    public enum Collapse {
        /// All of them.
        NONE,
        /// The first one that is left.
        FIRST,
        /// The plain text, or the first one where there is none.
        PLAIN
    }

    public FilterRules {
        denyTypes = folded(denyTypes);
        passTypes = folded(passTypes);
        denyExtensions = folded(denyExtensions);
    }

    private static Set<String> folded(Set<String> words) {
        Set<String> folded = new TreeSet<>();
        for (String word : words) {
            String plain = word.strip().toLowerCase(Locale.ROOT);
            String bare = plain.startsWith(".") ? plain.substring(1) : plain.endsWith("/*") ? plain.substring(0, plain.length() - 2) : plain;
            if (!bare.isEmpty()) {
                folded.add(bare);
            }
        }
        return Set.copyOf(folded);
    }
}

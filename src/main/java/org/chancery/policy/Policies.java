package org.chancery.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The policies that ship, one per list style. Their texts are resources of this package, read from the jar.
///
/// Example: `Policies.shipped("announce").text()`.
public final class Policies {
    /// The styles, in the order in which they are offered.
    public static final List<String> STYLES = List.of(
            "discussion",
            "contract",
            "announce",
            "newsletter",
            "private",
            "desk",
            "agency",
            "umbrella",
            "encrypted",
            "encrypted-copies",
            "signed",
            "encrypted-posts",
            "anonymous-drop");

    private Policies() {}

    /// The policy of a style. Throws `IllegalArgumentException` if there is no such style.
    public static Policy shipped(String style) {
        return PolicyParser.parse(shippedText(style)).orThrow();
    }

    /// Its text, as an owner first sees it.
    public static String shippedText(String style) {
        if (!STYLES.contains(style)) {
            throw new IllegalArgumentException("no style is called " + style + "; there are " + String.join(", ", STYLES));
        }
        try (InputStream resource = Policies.class.getResourceAsStream(style + ".policy")) {
            if (resource == null) {
                throw new IllegalStateException("the policy of style " + style + " is missing from the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

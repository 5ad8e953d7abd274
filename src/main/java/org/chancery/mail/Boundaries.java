package org.chancery.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The boundaries of all multiparts that are open at one place of a message, outermost first
/// (RFC 2046 section 5.1.1). An enclosing boundary wins over an inner one: a part ends with its parent,
/// whatever it forgot to close.
final class Boundaries {
    private final List<byte[]> open = new ArrayList<>();

    /// A line that is a boundary: of which multipart, and whether it is the last one of it.
    record Line(int level, boolean isClosing) {}

    int depth() {
        return open.size();
    }

    void push(String boundary) {
        open.add(boundary.getBytes(StandardCharsets.UTF_8));
    }

    void popTo(int depth) {
        open.subList(depth, open.size()).clear();
    }

    /// Is the line from `start` up to `end`, its line end left out, a boundary? `null` if it is none; called for each
    /// line that begins with two hyphens.
    @Nullable Line match(byte[] bytes, int start, int end) {
        for (int level = 0; level < open.size(); level++) {
            byte[] boundary = open.get(level);
            if (isPrefix(boundary, bytes, start + 2, end)) {
                int rest = start + 2 + boundary.length;
                int trimmed = Lines.trimmedEnd(bytes, rest, end);
                if (trimmed == rest) {
                    return new Line(level, false);
                }
                if (trimmed == rest + 2 && bytes[rest] == '-' && bytes[rest + 1] == '-') {
                    return new Line(level, true);
                }
            }
        }
        return null;
    }

    /// Is any line of these octets one of the boundaries?
    boolean areIn(byte[] octets) {
        for (int at = 0; at < octets.length; ) {
            int next = Lines.next(octets, at, octets.length);
            if (Lines.startsWith(octets, at, next, "--")
                    && match(octets, at, Lines.withoutLineEnd(octets, at, next)) != null) {
                return true;
            }
            at = next;
        }
        return false;
    }

    private static boolean isPrefix(byte[] boundary, byte[] bytes, int at, int end) {
        if (end - at < boundary.length) {
            return false;
        }
        for (int i = 0; i < boundary.length; i++) {
            if (bytes[at + i] != boundary[i]) {
                return false;
            }
        }
        return true;
    }
}

package org.chancery.posting;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chancery.list.HeaderPattern;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Which patterns of a list a message matches: in every field of its header and of the header of each part, decoded
/// (RFC 2047). Looks at no more than 256 K characters; what comes after them is more than anybody writes and costs the others
/// their turn.
final class HeaderMatches {
    private static final int MAX_CHARACTERS = 256 * 1024; // as much header as one message may have at its top
    private final List<HeaderPattern> patterns;
    private final Set<String> names = new LinkedHashSet<>();
    private int left = MAX_CHARACTERS;

    private HeaderMatches(List<HeaderPattern> patterns) {
        this.patterns = patterns;
    }

    /// The names of the patterns that match.
    static Set<String> in(Message message, List<HeaderPattern> patterns) {
        HeaderMatches matches = new HeaderMatches(patterns);
        if (!patterns.isEmpty()) {
            matches.look(message.root());
        }
        return matches.names;
    }

    private void look(Part part) {
        for (Header header : part.headers().all()) {
            if (left <= 0) {
                return;
            }
            look(header);
        }
        part.parts().forEach(this::look);
    }

    private void look(Header header) {
        String text = header.text();
        left -= text.length() + 1; // an empty field costs something too
        for (HeaderPattern pattern : patterns) {
            if (!names.contains(pattern.name()) && pattern.isAbout(header.name()) && pattern.pattern().isIn(text)) {
                names.add(pattern.name());
            }
        }
    }
}

package org.chancery.archive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// The message identifiers of one message, without angle brackets (RFC 5322 section 3.6.4): its own, and those that it answers.
///
/// Read as people write them: blanks that folding put inside are taken out, whatever stands outside angle brackets is
/// passed over. An In-Reply-To with other words in it ("your message of Monday <ann@example.org>") may hold addresses; so its
/// identifiers count only where they are those of a real message. `guesses` are these.
record References(Optional<String> own, List<String> references, List<String> guesses) {
    /// The first one and the last ones: between them nothing decides where a message belongs.
    private static final int MAX_REFERENCES = 200;

    References {
        references = List.copyOf(references);
        guesses = List.copyOf(guesses);
    }

    static References of(Message message) {
        Optional<String> own = message.headers().first("Message-ID").map(Header::value).flatMap(References::first);
        List<String> references = identifiers(value(message, "References"));
        String answered = value(message, "In-Reply-To");
        List<String> inReplyTo = identifiers(answered);
        boolean clean = answered.replaceAll("<[^<>]*>", "").isBlank();
        List<String> known = !references.isEmpty() ? references : clean ? inReplyTo.stream().limit(1).toList() : List.of();
        return new References(own, without(own, shortened(known)), without(own, inReplyTo.stream().limit(MAX_REFERENCES).toList()));
    }

    private static String value(Message message, String name) {
        return message.headers().first(name).map(Header::value).orElse("");
    }

    private static Optional<String> first(String value) {
        return identifiers(value).stream().findFirst();
    }

    /// What stands in angle brackets, in order, each once, the last place counting.
    private static List<String> identifiers(String value) {
        SequencedSet<String> found = new LinkedHashSet<>();
        int open = value.indexOf('<');
        while (open >= 0) {
            int close = value.indexOf('>', open);
            int next = value.indexOf('<', open + 1);
            if (close < 0) {
                break;
            }
            if (next < 0 || next > close) {
                String id = value.substring(open + 1, close).replaceAll("\\s+", "");
                if (!id.isEmpty()) {
                    found.remove(id);
                    found.addLast(id);
                }
            }
            open = next;
        }
        return new ArrayList<>(found);
    }

    private static List<String> shortened(List<String> ids) {
        if (ids.size() <= MAX_REFERENCES) {
            return ids;
        }
        List<String> kept = new ArrayList<>(List.of(ids.getFirst()));
        kept.addAll(ids.subList(ids.size() - MAX_REFERENCES + 1, ids.size()));
        return kept;
    }

    private static List<String> without(Optional<String> own, List<String> ids) {
        return ids.stream().filter(id -> own.filter(id::equals).isEmpty()).toList();
    }
}

package org.chancery.moderation;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words by which people answer, in each of the languages we write, whatever the language of the list.
final class ReplyWords {
    private static final Map<String, Verb> WORDS = new HashMap<>();

    static {
        put(Verb.ACCEPT, "accept", "approve", "annehmen", "akzeptieren", "freigeben", "accepter", "approuver", "aceptar", "aprobar", "承認", "承認する");
        put(Verb.ALWAYS, "always", "immer", "toujours", "siempre", "常に", "常に承認");
        put(Verb.REJECT, "reject", "ablehnen", "zurückweisen", "rejeter", "refuser", "rechazar", "却下", "却下する", "拒否");
        put(Verb.DISCARD, "discard", "verwerfen", "wegwerfen", "jeter", "descartar", "破棄", "破棄する");
        put(Verb.WITHDRAW, "withdraw", "zurückziehen", "zurücknehmen", "retirer", "retirar", "取り下げ", "取り下げる");
    }

    private static final Set<String> FORWARD = Stream.of("forward", "weiterleiten", "transférer", "transferer", "reenviar", "転送", "転送する")
            .map(ReplyWords::normal).collect(Collectors.toUnmodifiableSet());

    private ReplyWords() {}

    /// Behind it stand addresses.
    static boolean isForward(String word) {
        return FORWARD.contains(normal(word));
    }

    private static void put(Verb verb, String... words) {
        List.of(words).forEach(word -> WORDS.put(normal(word), verb));
    }

    static Optional<Verb> verb(String word) {
        return Optional.ofNullable(WORDS.get(normal(word)));
    }

    /// Case, width and how an accent is composed do not matter, nor does a full stop behind the word.
    private static String normal(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replaceAll("^[\"'*]+|[\"'*.!,:;。]+$", "");
    }
}

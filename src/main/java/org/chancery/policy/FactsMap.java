package org.chancery.policy;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Facts as flat text, for the store and for `explain`: `{"dmarc": "pass", "roles": "member", "type:text/plain": "yes"}`.
/// Enums are written by their names in lower case. Names that people choose are part of the key, so no separator
/// can be forged inside them.
final class FactsMap {
    private static final String GROUP = "group:";
    private static final String TYPE = "type:";
    private static final String PATTERN = "header-matches:";
    private static final Facts NEUTRAL = Facts.builder().build();

    private FactsMap() {}

    static Map<String, String> write(Facts facts) {
        var map = new TreeMap<String, String>();
        putAll(map, "roles", facts.roles());
        putAll(map, "proved", facts.proved());
        putAll(map, "present", facts.present());
        putAll(map, "unknown", facts.unknown());
        facts.groups().forEach(g -> map.put(GROUP + g, "yes"));
        facts.contentTypes().forEach(t -> map.put(TYPE + t, "yes"));
        facts.headerPatterns().forEach(p -> map.put(PATTERN + p, "yes"));
        put(map, "answered-confirm", facts.confirmed(), NEUTRAL.confirmed());
        put(map, "answered-contract", facts.agreed(), NEUTRAL.agreed());
        put(map, "dmarc", facts.dmarc(), NEUTRAL.dmarc());
        put(map, "spf", facts.spf(), NEUTRAL.spf());
        put(map, "swk", facts.swk(), NEUTRAL.swk());
        put(map, "signature", facts.signature(), NEUTRAL.signature());
        put(map, "encryption", facts.encryption(), NEUTRAL.encryption());
        put(map, "spam", facts.spam(), NEUTRAL.spam());
        put(map, "list", facts.listState(), NEUTRAL.listState());
        facts.clientCertificate().ifPresent(c -> map.put("client-certificate", c));
        facts.standingAs().ifPresent(address -> map.put("standing-as", address));
        facts.protection().ifPresent(report -> map.put("protection", report));
        put(map, "blocklisted", facts.blocklisted(), NEUTRAL.blocklisted());
        put(map, "size-octets", facts.sizeOctets(), NEUTRAL.sizeOctets());
        put(map, "cross-posted", facts.crossPosted(), NEUTRAL.crossPosted());
        put(map, "recipients", facts.recipients(), NEUTRAL.recipients());
        return map;
    }

    private static void put(Map<String, String> map, String key, Enum<?> value, Enum<?> neutral) {
        if (value != neutral) {
            map.put(key, word(value));
        }
    }

    private static void put(Map<String, String> map, String key, long value, long neutral) {
        if (value != neutral) {
            map.put(key, Long.toString(value));
        }
    }

    private static void putAll(Map<String, String> map, String key, Collection<? extends Enum<?>> values) {
        if (!values.isEmpty()) {
            map.put(key, values.stream().map(FactsMap::word).collect(Collectors.joining(" ")));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Facts read(Map<String, String> map) {
        var facts = Facts.builder();
        map.forEach((key, value) -> readOne(facts, key, value));
        return facts.build();
    }

    private static void readOne(FactsBuilder facts, String key, String value) {
        if (key.startsWith(GROUP)) {
            facts.group(key.substring(GROUP.length()));
        } else if (key.startsWith(TYPE)) {
            facts.contentType(key.substring(TYPE.length()));
        } else if (key.startsWith(PATTERN)) {
            facts.headerPattern(key.substring(PATTERN.length()));
        } else {
            readNamed(facts, key, value);
        }
    }

    private static void readNamed(FactsBuilder facts, String key, String value) {
        switch (key) {
            case "roles" -> facts.roles(all(Standing.Role.class, value));
            case "proved" -> all(ProofLevel.class, value).forEach(facts::proof);
            case "present" -> all(FactName.class, value).forEach(facts::has);
            case "unknown" -> facts.unknown(all(FactName.class, value));
            case "answered-confirm" -> facts.confirmed(one(Facts.Answer.class, value));
            case "answered-contract" -> facts.agreed(one(Facts.Answer.class, value));
            case "dmarc" -> facts.dmarc(one(Result.class, value));
            case "spf" -> facts.spf(one(Result.class, value));
            case "swk" -> facts.swk(one(Facts.SubstituteKey.class, value));
            case "signature" -> facts.signature(one(Facts.Signature.class, value));
            case "encryption" -> facts.encryption(one(Facts.Encryption.class, value));
            case "spam" -> facts.spam(one(Facts.Spam.class, value));
            case "list" -> facts.listState(one(Facts.ListState.class, value));
            case "client-certificate" -> facts.clientCertificate(value);
            case "standing-as" -> facts.standingAs(value);
            case "protection" -> facts.protection(value);
            case "blocklisted" -> facts.blocklisted(Integer.parseInt(value));
            case "size-octets" -> facts.sizeOctets(Long.parseLong(value));
            case "cross-posted" -> facts.crossPosted(Integer.parseInt(value));
            case "recipients" -> facts.recipients(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("unknown stored fact " + key);
        }
    }

    private static <E extends Enum<E>> E one(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E extends Enum<E>> Set<E> all(Class<E> type, String words) {
        var values = EnumSet.noneOf(type);
        for (String word : words.split(" ", -1)) {
            values.add(one(type, word));
        }
        return values;
    }
}

package org.chancery.authentication.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.authentication.dkim.SignatureField;
import org.chancery.authentication.dkim.TagList;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Sorts the ARC fields of a message into sets (RFC 8617 sections 4.2 and 5.2, steps 1 to 3).
///
/// Refused: an instance that is no number from 1 to 50, a field of an instance twice or missing, a gap, fields that are no tag lists.
final class ArcSets {
    /// RFC 8617 section 4.2.1.
    static final int MAX_INSTANCE = 50;

    static final String RESULTS = "ARC-Authentication-Results";
    static final String MESSAGE_SIGNATURE = "ARC-Message-Signature";
    static final String SEAL = "ARC-Seal";

    private static final Pattern LEADING_INSTANCE = Pattern.compile("[ \\t]*i[ \\t]*=[ \\t]*([0-9]{1,2})[ \\t]*;.*", Pattern.DOTALL);

    private ArcSets() {}

    /// From the oldest to the newest; empty if there is no ARC field at all.
    static Parsed<List<ArcSet>> read(Message message) {
        Map<Integer, Header> results = new HashMap<>();
        Map<Integer, SignatureField> signatures = new HashMap<>();
        Map<Integer, SignatureField> seals = new HashMap<>();
        Optional<String> fault = collect(message, RESULTS, results, Parsed::of, ArcSets::instanceOfResults)
                .or(() -> collect(message, MESSAGE_SIGNATURE, signatures, SignatureField::read, field -> instance(field.tags())))
                .or(() -> collect(message, SEAL, seals, SignatureField::read, field -> instance(field.tags())));
        if (fault.isPresent()) {
            return Parsed.malformed(0, fault.get());
        }
        List<ArcSet> sets = new ArrayList<>();
        int newest = Math.max(results.size(), Math.max(signatures.size(), seals.size()));
        for (int i = 1; i <= newest; i++) {
            if (!results.containsKey(i) || !signatures.containsKey(i) || !seals.containsKey(i)) {
                return Parsed.malformed(0, "the set i=" + i + " is not whole");
            }
            sets.add(new ArcSet(i, results.get(i), signatures.get(i), seals.get(i)));
        }
        return Parsed.of(sets);
    }

    /// Why these fields cannot be sorted; empty if they can.
    private static <T> Optional<String> collect(
            Message message, String name, Map<Integer, T> into, Function<Header, Parsed<T>> read, Function<T, Optional<Integer>> instance) {
        for (Header header : message.headers().all(name)) {
            Optional<T> field = read.apply(header).toOptional();
            Optional<Integer> number = field.flatMap(instance);
            if (field.isEmpty() || number.isEmpty()) {
                return Optional.of(name + " without an instance from 1 to " + MAX_INSTANCE + ", or malformed");
            }
            if (into.put(number.get(), field.get()) != null) {
                return Optional.of(name + " i=" + number.get() + " stands there twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> instance(TagList tags) {
        return tags.value("i").filter(text -> text.matches("[0-9]{1,2}")).map(Integer::parseInt).filter(ArcSets::isInstance);
    }

    /// RFC 8617 section 4.1.1: the instance stands before all else.
    private static Optional<Integer> instanceOfResults(Header results) {
        Matcher matcher = LEADING_INSTANCE.matcher(results.value());
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))).filter(ArcSets::isInstance) : Optional.empty();
    }

    private static boolean isInstance(int number) {
        return number >= 1 && number <= MAX_INSTANCE;
    }

    /// The highest instance that any seal claims, however broken the chain is; 0 without any.
    static int highest(Message message) {
        return message.headers().all(SEAL).stream()
                .flatMap(header -> SignatureField.read(header).toOptional().stream())
                .flatMap(field -> instance(field.tags()).stream())
                .mapToInt(Integer::intValue).max().orElse(0);
    }

    /// Has the newest seal given the chain up? Then nothing is added any more (RFC 8617 section 5.1.2).
    static boolean isGivenUp(Message message) {
        int highest = highest(message);
        return message.headers().all(SEAL).stream()
                .flatMap(header -> SignatureField.read(header).toOptional().stream())
                .filter(field -> instance(field.tags()).filter(number -> number == highest).isPresent())
                .anyMatch(field -> field.tags().value("cv").orElse("").equalsIgnoreCase("fail"));
    }
}

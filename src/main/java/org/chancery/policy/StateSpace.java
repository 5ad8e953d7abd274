package org.chancery.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Every kind of message that some rules can tell apart. Finite, because the facts are: each fact mentioned takes
/// the values that are asked for and one that is not; facts not mentioned stay neutral.
final class StateSpace {
    /// About a second of judging; beyond, the analysis says that it did not try everything.
    static final long MAX_STATES = 1L << 18;

    /// One message: its facts, and what is not neutral about it, in words.
    record State(Facts facts, List<String> words) {
        boolean isUnproved() {
            return ProofLevel.ALL.stream().filter(facts::holds).allMatch(l -> l == ProofLevel.NONE);
        }

        boolean isStranger() {
            return facts.roles().isEmpty() && facts.groups().isEmpty();
        }
    }

    /// One value a fact can take: what is said of it (empty if neutral), and how to set it.
    private record Value(String words, UnaryOperator<FactsBuilder> set) {}

    private final List<List<Value>> dimensions = new ArrayList<>();

    StateSpace(Mentions mentions) {
        addStandings(mentions);
        addProofs(mentions);
        addChecks(mentions);
        addConnection(mentions);
        addMeasures(mentions);
        addContent(mentions);
    }

    /// How many states there are at most; saturates instead of overflowing.
    long size() {
        long size = 1;
        for (var dimension : dimensions) {
            size = Math.min(size * dimension.size(), Long.MAX_VALUE / 1024);
        }
        return size;
    }

    boolean isTooLarge() {
        return size() > MAX_STATES;
    }

    void each(Consumer<State> visitor) {
        if (isTooLarge()) {
            throw new IllegalStateException("too many states to try: " + size());
        }
        descend(0, Facts.builder(), List.of(), visitor);
    }

    private void descend(int depth, FactsBuilder so, List<String> words, Consumer<State> visitor) {
        if (depth == dimensions.size()) {
            consistent(so).ifPresent(facts -> visitor.accept(new State(facts, words)));
            return;
        }
        for (Value value : dimensions.get(depth)) {
            var said = value.words.isEmpty()
                    ? words
                    : Stream.concat(words.stream(), Stream.of(value.words)).toList();
            descend(depth + 1, value.set.apply(so.build().toBuilder()), said, visitor);
        }
    }

    /// DMARC pass is proof of the domain; DMARC fail is its opposite, and no posting key stands against it.
    private static Optional<Facts> consistent(FactsBuilder builder) {
        var facts = builder.build();
        if (facts.dmarc() == Result.PASS) {
            return Optional.of(builder.proof(ProofLevel.DOMAIN).build());
        }
        boolean contradiction = facts.dmarc() == Result.FAIL
                && (facts.proved().contains(ProofLevel.DOMAIN) || facts.proved().contains(ProofLevel.SENDER_KEY));
        return contradiction ? Optional.empty() : Optional.of(facts);
    }

    private void add(Value... values) {
        var dimension = new ArrayList<Value>();
        dimension.add(new Value("", b -> b));
        dimension.addAll(Arrays.asList(values));
        dimensions.add(dimension);
    }

    private void addAll(List<Value> values) {
        if (!values.isEmpty()) {
            add(values.toArray(Value[]::new));
        }
    }

    private void addStandings(Mentions mentions) {
        mentions.roles().forEach(r -> add(new Value("from " + r.words(), b -> b.role(r))));
        mentions.groups().forEach(g -> add(new Value("from group " + Words.quoted(g), b -> b.group(g))));
    }

    private void addProofs(Mentions mentions) {
        if (mentions.asksProof()) {
            add(ProofLevel.ALL.stream()
                    .filter(l -> l != ProofLevel.NONE)
                    .map(l -> new Value("proof " + l, b -> b.proof(l)))
                    .toArray(Value[]::new));
        }
        if (mentions.asks(Duty.Kind.CONFIRM)) {
            add(
                    new Value("confirmed", b -> b.confirmed(Facts.Answer.FROM_MAILBOX)),
                    new Value("confirmed from elsewhere", b -> b.confirmed(Facts.Answer.ELSEWHERE)));
        }
        if (mentions.asks(Duty.Kind.CONTRACT)) {
            add(
                    new Value("contract agreed", b -> b.agreed(Facts.Answer.FROM_MAILBOX)),
                    new Value("contract agreed from elsewhere", b -> b.agreed(Facts.Answer.ELSEWHERE)));
        }
        if (!mentions.all(Fact.SignedBy.class).isEmpty()) {
            add(
                    new Value("signed by an unknown key", b -> b.signature(Facts.Signature.ANY_KEY)),
                    new Value("signed by a known key", b -> b.signature(Facts.Signature.KNOWN_KEY)));
        }
    }

    /// `none` is the neutral value and needs no dimension, except that asking for it makes its opposite matter.
    private void addChecks(Mentions mentions) {
        addAll(results(mentions.all(Fact.Dmarc.class).stream().map(Fact.Dmarc::result).toList()).stream()
                .map(r -> new Value("dmarc " + r, b -> b.dmarc(r)))
                .toList());
        addAll(results(mentions.all(Fact.Spf.class).stream().map(Fact.Spf::result).toList()).stream()
                .map(r -> new Value("spf " + r, b -> b.spf(r)))
                .toList());
        if (!mentions.all(Fact.Swk.class).isEmpty()) {
            add(
                    new Value("swk valid", b -> b.swk(Facts.SubstituteKey.VALID)),
                    new Value("swk invalid", b -> b.swk(Facts.SubstituteKey.INVALID)));
        }
    }

    private static List<Result> results(List<Result> asked) {
        var opposite = asked.contains(Result.NONE) ? Stream.of(Result.PERMERROR) : Stream.<Result>empty();
        return Stream.concat(asked.stream(), opposite)
                .filter(r -> r != Result.NONE)
                .distinct()
                .toList();
    }

    private void addConnection(Mentions mentions) {
        addAll(mentions.all(Fact.ClientCertificate.class).stream()
                .map(c -> new Value(c.words(), b -> b.clientCertificate(c.holder())))
                .toList());
        if (!mentions.all(Fact.ListIs.class).isEmpty()) {
            add(
                    new Value("list paused", b -> b.listState(Facts.ListState.PAUSED)),
                    new Value("list frozen", b -> b.listState(Facts.ListState.FROZEN)));
        }
        mentions.eachPresent(name -> add(new Value(name.words(), b -> b.has(name))));
    }

    private void addMeasures(Mentions mentions) {
        addAll(mentions.all(Fact.Blocklisted.class).stream()
                .map(f -> new Value(f.words(), b -> b.blocklisted(f.atLeast())))
                .toList());
        addAll(mentions.all(Fact.SizeOver.class).stream()
                .map(f -> new Value(f.words(), b -> b.sizeOctets(f.octets() + 1)))
                .toList());
        addAll(mentions.all(Fact.CrossPosted.class).stream()
                .map(f -> new Value(f.words(), b -> b.crossPosted(f.over() + 1)))
                .toList());
        addAll(mentions.all(Fact.Recipients.class).stream()
                .map(f -> new Value(f.words(), b -> b.recipients(f.over() + 1)))
                .toList());
        if (!mentions.all(Fact.Spam.class).isEmpty()) {
            add(
                    new Value("spam likely", b -> b.spam(Facts.Spam.LIKELY)),
                    new Value("spam certain", b -> b.spam(Facts.Spam.CERTAIN)));
        }
    }

    private void addContent(Mentions mentions) {
        if (!mentions.all(Fact.Encrypted.class).isEmpty()) {
            add(
                    new Value("encrypted to the list", b -> b.encryption(Facts.Encryption.LIST)),
                    new Value("encrypted to others", b -> b.encryption(Facts.Encryption.OTHERS)));
        }
        mentions.all(Fact.HeaderMatches.class)
                .forEach(f -> add(new Value(f.words(), b -> b.headerPattern(f.pattern()))));
        var types = mentions.all(Fact.TypeOutside.class).stream()
                .flatMap(f -> f.allowed().stream())
                .distinct()
                .map(t -> t.replace("/*", "/x-any"))
                .toList();
        if (!types.isEmpty()) {
            addAll(Stream.concat(Stream.of("x-other/x-other"), types.stream())
                    .map(t -> new Value("type " + t, b -> b.contentType(t)))
                    .toList());
        }
    }
}

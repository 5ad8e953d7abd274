package org.chancery.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// What a policy does with whom: one row for each standing it speaks of and for a stranger, and each proof a
/// sender can bring, everything else being neutral. The policy page of a list shows it.
///
/// Example row: `member, proof domain: accept (rule 3)`.
public record WhoTable(List<Row> rows) {
    public WhoTable {
        rows = List.copyOf(rows);
    }

    /// `who` is `a stranger` or a standing in words; `proof` is `forged`, `proof none` and so on.
    public record Row(String who, String proof, Decision decision) {
        @Override
        public String toString() {
            return who + ", " + proof + ": " + decision.word() + " (rule "
                    + decision.reason().rule() + ")";
        }
    }

    private record Proof(String words, Facts facts) {}

    /// The table of one policy by itself, without checks and built-in rules.
    public static WhoTable of(Policy policy) {
        return of(policy, Mentions.of(policy));
    }

    static WhoTable of(Policy policy, Mentions mentions) {
        var judge = new Judge(BuiltIns.NONE, Checks.NONE, policy);
        var rows = new ArrayList<Row>();
        for (Standing standing : standings(mentions)) {
            for (Proof proof : proofs()) {
                var facts = as(standing, proof.facts.toBuilder());
                rows.add(new Row(words(standing), proof.words, judge.decide(facts)));
            }
        }
        return new WhoTable(rows);
    }

    private static List<Standing> standings(Mentions mentions) {
        return Stream.of(
                        mentions.roles().map(Standing.class::cast),
                        mentions.groups().map(Standing.Group::new).map(Standing.class::cast),
                        Stream.<Standing>of(Standing.Role.ANYONE))
                .flatMap(s -> s)
                .toList();
    }

    private static Facts as(Standing standing, FactsBuilder facts) {
        return switch (standing) {
            case Standing.Role role when role == Standing.Role.ANYONE -> facts.build();
            case Standing.Role role -> facts.role(role).build();
            case Standing.Group(String name) -> facts.group(name).build();
        };
    }

    private static String words(Standing standing) {
        return standing == Standing.Role.ANYONE ? "a stranger" : standing.words();
    }

    private static List<Proof> proofs() {
        return List.of(
                new Proof(
                        "forged",
                        Facts.builder().dmarc(Result.FAIL).spf(Result.FAIL).build()),
                new Proof("proof none", Facts.builder().build()),
                new Proof("proof domain", domain().build()),
                new Proof(
                        "proof mailbox",
                        Facts.builder().confirmed(Facts.Answer.FROM_MAILBOX).build()),
                new Proof("proof sender-key", domain().proof(ProofLevel.SENDER_KEY).build()),
                new Proof(
                        "proof account",
                        Facts.builder()
                                .proof(ProofLevel.ACCOUNT)
                                .has(FactName.CONNECTION_SUBMISSION)
                                .has(FactName.CONNECTION_TLS)
                                .build()),
                new Proof(
                        "proof key",
                        Facts.builder().signature(Facts.Signature.KNOWN_KEY).build()));
    }

    private static FactsBuilder domain() {
        return Facts.builder().dmarc(Result.PASS).spf(Result.PASS).proof(ProofLevel.DOMAIN);
    }

    /// One line per row.
    public String text() {
        return rows.stream()
                .map(r -> String.format(
                        Locale.ROOT,
                        "%-18s %-17s %s",
                        r.who,
                        r.proof,
                        Explain.headline(r.decision)))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}

package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// The 96 verdicts that were derived by hand before the evaluator first ran.
class GoldenVerdictsTest {

    @Test
    void az17_the_evaluator_gives_all_96_verdicts_that_were_derived_by_hand() {
        var lines = TestPolicies.read(TestPolicies.DATA.resolve("golden-96.tsv"))
                .lines()
                .filter(l -> !l.startsWith("#"))
                .toList();
        assertThat(lines).hasSize(96).doesNotHaveDuplicates();
        var given = new ArrayList<String>();
        for (String line : lines) {
            var columns = List.of(line.split("\t", -1));
            var decision = TestPolicies.decide(
                    policy(columns.get(0)), facts(columns.get(0).charAt(0), columns.get(1), columns.get(2)));
            given.add(String.join("\t", columns.subList(0, 3)) + "\t" + decision.word() + "\t"
                    + decision.reason().rule());
        }
        assertThat(given).isEqualTo(lines);
    }

    private static Policy policy(String name) {
        return name.equals("2-members") ? Policies.shipped("discussion") : Policies.shipped(name.substring(2));
    }

    private static FactsBuilder facts(char policy, String who, String mail) {
        var facts = Facts.builder();
        switch (who) {
            case "owner" -> facts.role(Standing.Role.OWNER);
            case "member" -> facts.role(Standing.Role.MEMBER);
            default -> assertThat(who).isEqualTo("stranger");
        }
        switch (mail) {
            case "forged" -> facts.dmarc(Result.FAIL).spf(Result.FAIL);
            case "unauthenticated" -> facts.dmarc(Result.NONE).spf(Result.NONE);
            case "aligned" -> aligned(facts);
            default -> strongest(facts, policy, who.equals("stranger"));
        }
        return facts;
    }

    private static void aligned(FactsBuilder facts) {
        facts.dmarc(Result.PASS).spf(Result.PASS).proof(ProofLevel.DOMAIN);
    }

    private static void strongest(FactsBuilder facts, char policy, boolean stranger) {
        switch (policy) {
            case '1' -> aligned(facts);
            case '2', '6', '8' -> facts.confirmed(Facts.Answer.FROM_MAILBOX);
            case '3', '4' -> {
                aligned(facts);
                if (!stranger) {
                    facts.role(Standing.Role.AUTHORISED_SENDER).proof(ProofLevel.SENDER_KEY);
                }
            }
            case '5' -> facts.encryption(Facts.Encryption.LIST).signature(Facts.Signature.KNOWN_KEY);
            default -> facts.has(FactName.CONNECTION_SUBMISSION).proof(ProofLevel.ACCOUNT);
        }
    }
}

package org.chancery.bench;

import java.io.IOException;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.chancery.policy.BuiltIns;
import org.chancery.policy.Checks;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;
import org.chancery.policy.Judge;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.Standing;

/// One decision after another of a policy of ten rules, of which the last decides, on one thread (authorisation.md section 4.2, Z12).
final class PolicyFigure {
    private static final double GOAL_MICROSECONDS = 5;
    private static final int AT_ONCE = 1_000;
    private static final String TEN_RULES = """
            refuse "listed" when blocklisted by at least 2.
            refuse when (dmarc fail or spam certain).
            hold when automatic mail.
            hold when size over 500 KB.
            hold when has attachments and not from owner.
            accept when from owner and proof at least domain.
            accept when from moderator and proof at least domain.
            accept when from authorised sender and proof at least sender-key.
            ask sender to confirm when from allowed poster and not proof at least domain.
            accept when from member and proof at least domain.
            otherwise refuse.
            """;

    private final Bench bench;

    PolicyFigure(Bench bench) {
        this.bench = bench;
    }

    Figure measure() throws IOException, InterruptedException {
        Judge judge = new Judge(BuiltIns.STANDARD, Checks.NONE, PolicyParser.parse(TEN_RULES).orThrow());
        Facts facts = Facts.builder().role(Standing.Role.MEMBER).proof(ProofLevel.DOMAIN).spf(Result.PASS).dmarc(Result.PASS).build();
        bench.warmUp("policy", 2, () -> rate(judge, facts));
        double[] rates = new double[bench.runs()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = rate(judge, facts);
        }
        double rate = Bench.median(rates);
        return Figure.most("policy", "one decision of ten rules, the last of which decides", "microseconds", 1e6 / rate, GOAL_MICROSECONDS)
                .with("decisions per second", rate);
    }

    private double rate(Judge judge, Facts facts) {
        long begin = System.nanoTime();
        long end = begin + bench.seconds() * 100_000_000L; // a tenth of what a run over the network takes is plenty here
        long done = 0;
        for (; System.nanoTime() < end; done += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                if (!(judge.decide(facts) instanceof Decision.Accept)) {
                    throw new IllegalStateException("the tenth rule accepts");
                }
            }
        }
        return done / ((System.nanoTime() - begin) / 1e9);
    }
}

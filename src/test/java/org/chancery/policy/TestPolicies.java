package org.chancery.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Policies and corpus files for the tests of this package.
final class TestPolicies {
    static final Path DATA = Path.of("src/test/data/policy");

    private TestPolicies() {}

    static Policy policy(String text) {
        return PolicyParser.parse(text).orThrow();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The members-only policy in its final form, which styles ship as soon as DMARC is there.
    static Policy membersFinal() {
        return policy(read(DATA.resolve("members-final.policy")));
    }

    static Decision decide(Policy policy, FactsBuilder facts) {
        return Judge.decide(BuiltIns.STANDARD, Checks.NONE, policy, facts.build());
    }

    static Decision decide(String policy, FactsBuilder facts) {
        return decide(policy(policy), facts);
    }
}

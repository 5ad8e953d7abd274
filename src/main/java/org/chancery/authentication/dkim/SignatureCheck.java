package org.chancery.authentication.dkim;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.chancery.authentication.Result;

/// Fetches the key of a signature and applies it (RFC 6376 sections 6.1.2 and 6.1.3).
public final class SignatureCheck {
    private final KeyLookup keys;
    private final Rules rules;

    public SignatureCheck(KeyLookup keys, Rules rules) {
        this.keys = keys;
        this.rules = rules;
    }

    /// `reason` is empty for a pass. `isTesting`: the domain says it only tries (`t=y`).
    public record Outcome(Result result, String reason, boolean isTesting) {
        static Outcome of(Result result, String reason) {
            return new Outcome(result, reason, false);
        }
    }

    /// With several records it passes if one of them verifies; else the first says why not. `fits`: whatever else the record
    /// must allow. `body` is asked only when there is a key: a body hash that differs needs no signature.
    public Outcome check(SignatureTags tags, Predicate<KeyRecord> fits, Supplier<Boolean> body, Supplier<byte[]> signed) {
        return switch (keys.find(tags.domain(), tags.selector())) {
            case KeyLookup.Found.Nothing(Result result, String reason) -> Outcome.of(result, reason);
            case KeyLookup.Found.Records(List<KeyRecord> records) -> {
                List<KeyRecord> usable = records.stream().filter(one -> unfit(one, tags.algorithm(), fits).isEmpty()).toList();
                if (usable.isEmpty()) {
                    yield Outcome.of(Result.PERMERROR, unfit(records.getFirst(), tags.algorithm(), fits));
                }
                yield body.get() ? verified(usable, tags, signed.get()) : Outcome.of(Result.FAIL, "body hash did not verify");
            }
        };
    }

    private static Outcome verified(List<KeyRecord> records, SignatureTags tags, byte[] signed) {
        for (KeyRecord record : records) {
            if (record.key().filter(key -> tags.algorithm().verifies(key, signed, tags.signature())).isPresent()) {
                return new Outcome(Result.PASS, "", record.isTesting());
            }
        }
        return new Outcome(Result.FAIL, "signature did not verify", records.getFirst().isTesting());
    }

    /// Why this record may not be used; empty if it may.
    private String unfit(KeyRecord record, Algorithm algorithm, Predicate<KeyRecord> fits) {
        if (record.key().isEmpty()) {
            return "key revoked";
        }
        if (!record.keyType().equals(algorithm.keyType())) {
            return "inappropriate key algorithm";
        }
        if (!record.hashes().isEmpty() && !record.hashes().contains(algorithm.hash())) {
            return "inappropriate hash algorithm";
        }
        if (!record.isForMail()) {
            return "the key is not for mail";
        }
        if (record.bits() < rules.minRsaBits()) {
            return "the key has less than " + rules.minRsaBits() + " bits";
        }
        return fits.test(record) ? "" : "the key does not allow this i=";
    }
}

package org.chancery.authentication.dkim;

import java.util.List;
import org.chancery.authentication.Result;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// Finds the key of a signature in the DNS (RFC 6376 sections 3.6.2 and 6.1.2).
public final class KeyLookup {
    /// Nobody needs several records under one name; what RFC 6376 section 3.6.2.2 leaves open we answer by trying these.
    private static final int MAX_RECORDS = 3;

    private final Resolver resolver;

    public KeyLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /// What the DNS has under a selector.
    public sealed interface Found {
        /// At least one record that can be read.
        record Records(List<KeyRecord> records) implements Found {}

        /// None: `result` says whether a later try may find one.
        record Nothing(Result result, String reason) implements Found {}
    }

    public Found find(Domain domain, String selector) {
        return switch (resolver.txt(selector + "._domainkey." + domain.ascii())) {
            case Answer.TemporaryFailure<String> _ -> new Found.Nothing(Result.TEMPERROR, "the key could not be asked for");
            case Answer.NxDomain<String> _, Answer.NoData<String> _ -> new Found.Nothing(Result.PERMERROR, "no key for signature");
            case Answer.Found<String> found -> read(found.values());
        };
    }

    private static Found read(List<String> texts) {
        List<Parsed<KeyRecord>> parsed = texts.stream().limit(MAX_RECORDS).map(KeyRecord::parse).toList();
        List<KeyRecord> records = parsed.stream().flatMap(one -> one.toOptional().stream()).toList();
        if (!records.isEmpty()) {
            return new Found.Records(records);
        }
        String why = parsed.getFirst() instanceof Parsed.Malformed<KeyRecord>(int _, String reason) ? reason : "";
        return new Found.Nothing(Result.PERMERROR, "key record: " + why);
    }
}

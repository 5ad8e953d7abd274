package org.chancery.authentication.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.authentication.Result;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;

/// Checks a From domain against what SPF and DKIM found (RFC 9989 section 5.3). Blocks on the DNS; never throws for anything
/// the DNS says.
///
/// A question that gets no answer makes the result temperror only when the answer could have mattered: a passing
/// identifier that equals the From domain is enough, whatever stands above it.
///
/// Example: `new DmarcVerifier(resolver).check(Domain.of("example.org"), List.of(spf), List.of(dkim))`.
public final class DmarcVerifier {
    private final Resolver resolver;

    public DmarcVerifier(Resolver resolver) {
        this.resolver = resolver;
    }

    /// `spf` holds the MAIL FROM identity, or that of HELO where the return path is null; `dkim` one entry per signature.
    public DmarcOutcome check(Domain headerFrom, List<Identifier> spf, List<Identifier> dkim) {
        if (headerFrom.isLiteral()) {
            return withoutRecord(headerFrom, Result.NONE, spf, dkim);
        }
        TreeWalk walk = TreeWalk.from(headerFrom.ascii(), resolver);
        if (!walk.isWhole() && walk.own().isEmpty()) {
            return withoutRecord(headerFrom, Result.TEMPERROR, spf, dkim);
        }
        return walk.applicable()
                .filter(find -> find.record().isUsable())
                .map(find -> judge(headerFrom, walk, find, spf, dkim))
                .orElseGet(() -> withoutRecord(headerFrom, Result.NONE, spf, dkim));
    }

    /// Without a record nobody knows where the organisation begins, so only the very same domain is aligned.
    private static DmarcOutcome withoutRecord(Domain headerFrom, Result result, List<Identifier> spf, List<Identifier> dkim) {
        return new DmarcOutcome(result, headerFrom, Disposition.NONE, false, headerFrom,
                same(headerFrom, spf), same(headerFrom, dkim));
    }

    private static List<Domain> same(Domain headerFrom, List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier -> identifier.result() == Result.PASS)
                .map(Identifier::domain)
                .filter(headerFrom::equals)
                .distinct()
                .toList();
    }

    private DmarcOutcome judge(Domain headerFrom, TreeWalk walk, TreeWalk.Find find, List<Identifier> spf, List<Identifier> dkim) {
        DmarcRecord record = find.record();
        Alignment bySpf = align(walk, record.isStrictForSpf(), spf);
        Alignment byDkim = align(walk, record.isStrictForDkim(), dkim);
        return new DmarcOutcome(
                bySpf.with(byDkim), headerFrom, wish(walk, find), record.isTesting(),
                Domain.parse(walk.organisation()).toOptional().orElse(headerFrom), bySpf.aligned, byDkim.aligned);
    }

    /// What one method contributes. `isOpen`: an identifier might be aligned, or might have passed, but the DNS was silent.
    private record Alignment(List<Domain> aligned, boolean isOpen) {
        Result with(Alignment other) {
            if (!aligned.isEmpty() || !other.aligned.isEmpty()) {
                return Result.PASS;
            }
            return isOpen || other.isOpen ? Result.TEMPERROR : Result.FAIL;
        }
    }

    private Alignment align(TreeWalk walk, boolean strict, List<Identifier> identifiers) {
        List<Domain> aligned = new ArrayList<>();
        boolean open = false;
        for (Identifier identifier : identifiers) {
            if (identifier.result() != Result.PASS && identifier.result() != Result.TEMPERROR) {
                continue;
            }
            Optional<Boolean> answer = isAligned(walk, strict, identifier.domain());
            boolean passes = identifier.result() == Result.PASS;
            if (passes && answer.orElse(false)) {
                aligned.add(identifier.domain());
            }
            open |= passes ? answer.isEmpty() : answer.orElse(true);
        }
        return new Alignment(aligned.stream().distinct().toList(), open);
    }

    /// Empty when the DNS did not say.
    private Optional<Boolean> isAligned(TreeWalk author, boolean strict, Domain domain) {
        String name = domain.ascii();
        if (name.equals(author.start())) {
            return Optional.of(true);
        }
        if (strict || domain.isLiteral()) {
            return Optional.of(false);
        }
        if (!author.isWhole()) {
            return Optional.empty();
        }
        // Only a name inside the same organisation can have the same organisational domain: strangers cost no question.
        String organisation = author.organisation();
        if (!name.equals(organisation) && !name.endsWith("." + organisation)) {
            return Optional.of(false);
        }
        TreeWalk other = TreeWalk.from(name, resolver);
        return other.isWhole() ? Optional.of(other.organisation().equals(organisation)) : Optional.empty();
    }

    private Disposition wish(TreeWalk walk, TreeWalk.Find find) {
        DmarcRecord record = find.record();
        if (find.name().equals(walk.start())) {
            return record.p();
        }
        Disposition existing = record.subdomains().orElse(record.p());
        Disposition nonExistent = record.nonExistent().orElse(existing);
        if (existing == nonExistent) {
            return existing;
        }
        return switch (resolver.a(walk.start())) {
            case Answer.Found<?> _, Answer.NoData<?> _ -> existing;
            case Answer.NxDomain<?> _ -> nonExistent;
            // What the domain asks for is only a hint to us, so when in doubt the stricter hint.
            case Answer.TemporaryFailure<?> _ -> existing.compareTo(nonExistent) >= 0 ? existing : nonExistent;
        };
    }
}

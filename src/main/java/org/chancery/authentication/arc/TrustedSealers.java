package org.chancery.authentication.arc;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chancery.authentication.AuthenticationResults;
import org.chancery.authentication.AuthenticationResults.Finding;
import org.chancery.authentication.Result;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// The domains (`d=` of their seals, exactly so) whose word the site takes for what they found before they changed a message
/// (RFC 8617 section 7.2.1). Anybody can seal a chain that passes, so without this list a chain says nothing about an author.
///
/// Counted are the sets from the newest downward as long as trusted sealers follow each other: below the first stranger
/// everything, From included, may be his invention.
///
/// Example: `new TrustedSealers(Set.of(Domain.of("lists.example.net"))).vouched(chain, authors)`.
public record TrustedSealers(Set<Domain> domains) {
    public static final TrustedSealers NONE = new TrustedSealers(Set.of());

    public TrustedSealers {
        domains = Set.copyOf(domains);
    }

    /// Those of `authors`, the From domains of the message as it is now, that a trusted sealer saw proved. Whether the chain
    /// itself holds is another question.
    public Set<Domain> vouched(ArcChain chain, Collection<Domain> authors) {
        Set<Domain> vouched = new HashSet<>();
        if (chain.instances().isEmpty() || !chain.instances().getLast().coversFrom()) {
            return vouched; // anybody could have put another From under the seals
        }
        for (ArcChain.Instance instance : chain.instances().reversed()) {
            if (instance.domain().filter(domains::contains).isEmpty()) {
                return vouched;
            }
            List<Finding> findings = findings(instance);
            authors.stream().filter(author -> findings.stream().anyMatch(finding -> proves(finding, author))).forEach(vouched::add);
        }
        return vouched;
    }

    private static List<Finding> findings(ArcChain.Instance instance) {
        return switch (AuthenticationResults.parse(instance.results())) {
            case Parsed.Value<AuthenticationResults>(AuthenticationResults results) -> results.findings();
            case Parsed.Malformed<AuthenticationResults> _ -> List.of();
        };
    }

    /// DMARC for the very From, or a signature or path of the very same domain.
    private static boolean proves(Finding finding, Domain author) {
        String property = switch (finding.method()) {
            case "dmarc" -> "header.from";
            case "dkim" -> "header.d";
            case "spf" -> "smtp.mailfrom";
            default -> "";
        };
        return finding.result() == Result.PASS
                && finding.property(property).flatMap(text -> Domain.parse(text.substring(text.lastIndexOf('@') + 1)).toOptional()).filter(author::equals).isPresent();
    }
}

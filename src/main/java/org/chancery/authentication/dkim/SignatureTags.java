package org.chancery.authentication.dkim;

import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// The tags that every signature field has: `a=`, `b=`, `d=`, `s=` (RFC 6376 section 3.5, RFC 8617 section 4.1).
///
/// Refused: one of them missing or empty, an algorithm that the rules do not take, a `b=` that is not base64, a `d=` that is
/// no domain, a `s=` that cannot stand in a DNS name.
public record SignatureTags(Algorithm algorithm, byte[] signature, Domain domain, String selector) {
    private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,9}");

    public static Parsed<SignatureTags> read(TagList tags, Rules rules) {
        Optional<String> name = tags.value("a");
        return name.isEmpty() ? Parsed.malformed(0, "there is no a=") : read(tags, name.get(), rules);
    }

    /// Where `a=` may be missing, `named` is what it means then.
    static Parsed<SignatureTags> read(TagList tags, String named, Rules rules) {
        Optional<Algorithm> algorithm = Algorithm.of(named).filter(rules::takes);
        if (algorithm.isEmpty()) {
            boolean known = Algorithm.of(named).isPresent();
            return Parsed.malformed(0, known ? "rsa-sha1 is no longer good" : "an unknown algorithm in a=");
        }
        Optional<byte[]> signature = tags.compact("b").filter(b -> !b.isEmpty()).flatMap(KeyRecord::decoded);
        if (signature.isEmpty()) {
            return Parsed.malformed(0, "there is no b=, or it is not base64");
        }
        Optional<Domain> domain = domain(tags);
        if (domain.isEmpty()) {
            return Parsed.malformed(0, "there is no d=, or it is no domain");
        }
        Optional<String> selector = selector(tags);
        return selector.isEmpty()
                ? Parsed.malformed(0, "there is no s=, or it is no selector")
                : Parsed.of(new SignatureTags(algorithm.get(), signature.get(), domain.get(), selector.get()));
    }

    public static Optional<Domain> domain(TagList tags) {
        return tags.text("d").flatMap(text -> Domain.parse(text).toOptional()).filter(domain -> !domain.isLiteral());
    }

    /// Names that are no host names exist (`_` is often seen), so only what a DNS label cannot hold is refused.
    public static Optional<String> selector(TagList tags) {
        Optional<String> text = tags.text("s");
        if (text.filter(plain -> SELECTOR.matcher(plain).matches()).isPresent()) {
            return text;
        }
        return text.flatMap(other -> Domain.parse(other).toOptional()).filter(name -> !name.isLiteral()).map(Domain::ascii);
    }
}

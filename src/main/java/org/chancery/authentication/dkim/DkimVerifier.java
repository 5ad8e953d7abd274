package org.chancery.authentication.dkim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.authentication.Result;
import org.chancery.dns.Resolver;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Verifies the DKIM signatures of a message over its octets as they were received (RFC 6376 section 6).
///
/// The first ten from the top are judged, one result each, in their order. `pass`: it holds. `fail`: body or signature do not
/// verify, or it has expired. `policy`: it holds, but leaves a part of the message open (`l=`, a second From), so it counts as
/// absent. `permerror`: malformed, no key, or not a key for this. `temperror`: the DNS did not answer.
///
/// By [Rules#HISTORIC] a DomainKey-Signature gets a result too, after the others.
///
/// Example: `new DkimVerifier(resolver, clock).verify(message).stream().anyMatch(DkimSignatureResult::isProof)`.
public final class DkimVerifier {
    /// Each costs a look-up and a public-key operation; mail with more than three or four is not seen (RFC 6376 section 8.4).
    static final int MAX_SIGNATURES = 10;

    /// Clocks differ; a signature from further in the future is made to outlive its key.
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final SignatureCheck check;
    private final DomainKeys older;
    private final InstantSource clock;
    private final Rules rules;

    public DkimVerifier(Resolver resolver, InstantSource clock) {
        this(resolver, clock, Rules.TODAY);
    }

    public DkimVerifier(Resolver resolver, InstantSource clock, Rules rules) {
        this.check = new SignatureCheck(new KeyLookup(resolver), rules);
        this.older = new DomainKeys(resolver);
        this.clock = clock;
        this.rules = rules;
    }

    public List<DkimSignatureResult> verify(Message message) {
        SignedMessage signed = new SignedMessage(message);
        Stream<DkimSignatureResult> results = signed.all("DKIM-Signature").stream().limit(MAX_SIGNATURES).map(header -> verify(signed, header));
        return (rules.isHistoric() ? Stream.concat(results, older.verify(message).stream()) : results).toList();
    }

    private DkimSignatureResult verify(SignedMessage message, Header header) {
        return switch (SignatureField.read(header)) {
            case Parsed.Malformed<SignatureField>(int _, String why) ->
                DomainKeys.malformed(why);
            case Parsed.Value<SignatureField>(SignatureField field) -> switch (DkimSignature.read(field.tags(), rules)) {
                case Parsed.Malformed<DkimSignature>(int _, String why) ->
                    described(field.tags(), SignatureCheck.Outcome.of(Result.PERMERROR, why), "");
                case Parsed.Value<DkimSignature>(DkimSignature signature) -> verify(message, field, signature);
            };
        };
    }

    private DkimSignatureResult verify(SignedMessage message, SignatureField field, DkimSignature signature) {
        MessageTags covered = signature.message();
        BodyHash.Hashed body =
                message.bodyHash(covered.body(), signature.tags().algorithm(), covered.limit().orElse(Long.MAX_VALUE));
        SignatureCheck.Outcome outcome = check.check(
                signature.tags(),
                record -> (!record.isStrict() || signature.hasStrictIdentity()) && (!rules.isHistoric() || signature.isGranted(record)),
                () -> body.is(covered.bodyHash()) && covered.limit().orElse(0) <= body.canonicalOctets(),
                () -> message.signed(covered.names(), covered.header(), field));
        return described(field.tags(), outcome.result() == Result.PASS ? acceptable(message, signature, outcome) : outcome, body.text());
    }

    /// What holds may still not be good enough.
    private SignatureCheck.Outcome acceptable(SignedMessage message, DkimSignature signature, SignatureCheck.Outcome pass) {
        Instant now = clock.instant();
        if (signature.expiresAt().filter(now::isAfter).isPresent()) {
            return SignatureCheck.Outcome.of(Result.FAIL, "signature expired");
        }
        if (rules.isHistoric()) {
            return pass;
        }
        if (signature.signedAt().filter(now.plus(CLOCK_SKEW)::isBefore).isPresent()) {
            return SignatureCheck.Outcome.of(Result.POLICY, "signed in the future");
        }
        if (signature.message().limit().isPresent()) {
            return SignatureCheck.Outcome.of(Result.POLICY, "l= leaves the end of the body open");
        }
        return message.all("From").size() > signature.from()
                ? SignatureCheck.Outcome.of(Result.POLICY, "a From field is not signed")
                : pass;
    }

    static DkimSignatureResult described(TagList tags, SignatureCheck.Outcome outcome, String bodyHash) {
        String mark = tags.compact("b").map(b -> b.substring(0, Math.min(8, b.length()))).orElse("");
        return new DkimSignatureResult(
                outcome.result(), SignatureTags.domain(tags), SignatureTags.selector(tags).orElse(""), printable(tags.value("a")),
                printable(tags.unquoted("i")), outcome.reason(), bodyHash, printable(Optional.of(mark)), outcome.isTesting());
    }

    /// What a stranger wrote must not forge a line or a reading direction where it is shown.
    private static String printable(Optional<String> text) {
        return text.filter(value -> value.length() <= 320 && value.codePoints().allMatch(c -> c > ' ' && c != 0x7F && Character.isDefined(c)
                        && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT))
                .orElse("");
    }
}

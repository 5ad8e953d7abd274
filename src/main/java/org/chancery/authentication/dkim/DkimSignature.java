package org.chancery.authentication.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// What a DKIM-Signature field says, before anything is proved (RFC 6376 section 3.5).
///
/// Refused: what [SignatureTags] and [MessageTags] refuse, a `v=` other than 1, an `h=` without From, an `i=` outside `d=`, a `q=` without
/// `dns/txt`, times that are no numbers, an expiry before the signature.
record DkimSignature(
        SignatureTags tags, MessageTags message, String identity, Optional<Domain> identityDomain, Optional<Instant> signedAt, Optional<Instant> expiresAt) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    static Parsed<DkimSignature> read(TagList tags, Rules rules) {
        if (!tags.value("v").map(version -> isKnown(version, rules)).orElse(rules.isHistoric())) {
            return Parsed.malformed(0, "v= is not 1");
        }
        if (!TagList.atColons(tags.value("q").orElse("dns/txt")).stream().anyMatch(DkimSignature::isDns)) {
            return Parsed.malformed(0, "no way to the key that we know in q=");
        }
        return switch (SignatureTags.read(tags, rules)) {
            case Parsed.Malformed<SignatureTags> fault -> fault.as();
            case Parsed.Value<SignatureTags>(SignatureTags common) -> switch (MessageTags.read(tags)) {
                case Parsed.Malformed<MessageTags> fault -> fault.as();
                case Parsed.Value<MessageTags>(MessageTags message) -> read(tags, common, message);
            };
        };
    }

    /// `0.2` to `0.5` stood in the drafts of RFC 4871, and in mail of 2006 and 2007.
    private static boolean isKnown(String version, Rules rules) {
        return version.equals("1") || (rules.isHistoric() && version.matches("0\\.[2-5]"));
    }

    /// `dns` alone is how it was written before RFC 4871.
    private static boolean isDns(String method) {
        return method.equals("dns/txt") || method.equals("dns");
    }

    private static Parsed<DkimSignature> read(TagList tags, SignatureTags common, MessageTags message) {
        if (message.names().contains("")) {
            return Parsed.malformed(0, "there is no h=, or a name in it is none");
        }
        if (!message.signs("from")) {
            return Parsed.malformed(0, "From is not signed");
        }
        String identity = tags.unquoted("i").orElse("@" + common.domain().ascii());
        Optional<Domain> identityDomain = identity.contains("@")
                ? Domain.parse(identity.substring(identity.lastIndexOf('@') + 1)).toOptional()
                : Optional.empty();
        if (identityDomain.isEmpty() || !isWithin(identityDomain.get(), common.domain())) {
            return Parsed.malformed(0, "i= is not within d=");
        }
        Optional<Instant> signedAt = time(tags, "t");
        Optional<Instant> expiresAt = time(tags, "x");
        if (tags.has("t") != signedAt.isPresent() || tags.has("x") != expiresAt.isPresent()) {
            return Parsed.malformed(0, "t= or x= is no time");
        }
        if (signedAt.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(signedAt.get())) {
            return Parsed.malformed(0, "x= is not after t=");
        }
        return Parsed.of(new DkimSignature(common, message, identity, identityDomain, signedAt, expiresAt));
    }

    private static boolean isWithin(Domain inner, Domain outer) {
        return inner.equals(outer) || inner.ascii().endsWith("." + outer.ascii());
    }

    /// Seconds since 1970; up to twelve digits, as RFC 6376 section 3.5 wants them understood.
    static Optional<Instant> time(TagList tags, String name) {
        return tags.compact(name).filter(digits -> SECONDS.matcher(digits).matches()).map(Long::parseLong).map(Instant::ofEpochSecond);
    }

    /// With `t=s` in the key record `i=` may not be a subdomain (RFC 6376 section 3.6.1).
    boolean hasStrictIdentity() {
        return identityDomain.filter(tags.domain()::equals).isPresent();
    }

    /// RFC 4871 section 3.6.1, for archives: `g=` must match the local part of `i=`, and an empty one matches none.
    boolean isGranted(KeyRecord record) {
        return record.granularity().map(pattern -> !pattern.isEmpty() && KeyRecord.matches(pattern, identity.substring(0, identity.lastIndexOf('@')))).orElse(true);
    }

    List<String> names() {
        return message.names();
    }

    long from() {
        return names().stream().filter(name -> name.toLowerCase(Locale.ROOT).equals("from")).count();
    }
}

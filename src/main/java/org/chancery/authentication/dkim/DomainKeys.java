package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.authentication.Result;
import org.chancery.dns.Resolver;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Header;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Verifies the DomainKey-Signature of mail from before 2007 (RFC 4870). For archives only: SHA-1 proves nothing any more.
final class DomainKeys {
    private final SignatureCheck check;

    DomainKeys(Resolver resolver) {
        this.check = new SignatureCheck(new KeyLookup(resolver), Rules.HISTORIC);
    }

    /// Empty without a DomainKey-Signature. RFC 4870 section 3.3 knows one for a message; the first counts.
    Optional<DkimSignatureResult> verify(Message message) {
        return message.headers().first("DomainKey-Signature").map(header -> switch (SignatureField.read(header)) {
            case Parsed.Malformed<SignatureField>(int _, String why) -> malformed(why);
            case Parsed.Value<SignatureField>(SignatureField field) ->
                DkimVerifier.described(field.tags(), outcome(message, header, field.tags()), "");
        });
    }

    static DkimSignatureResult malformed(String why) {
        return new DkimSignatureResult(Result.PERMERROR, Optional.empty(), "", "", "", why, "", "", false);
    }

    private SignatureCheck.Outcome outcome(Message message, Header header, TagList tags) {
        return switch (SignatureTags.read(tags, tags.value("a").orElse("rsa-sha1"), Rules.HISTORIC)) {
            case Parsed.Malformed<SignatureTags>(int _, String why) -> SignatureCheck.Outcome.of(Result.PERMERROR, why);
            case Parsed.Value<SignatureTags>(SignatureTags common) -> {
                String form = tags.value("c").orElse("simple");
                if (!form.equals("simple") && !form.equals("nofws")) {
                    yield SignatureCheck.Outcome.of(Result.PERMERROR, "an unknown form in c=");
                }
                if (!tags.value("q").orElse("dns").equals("dns")) {
                    yield SignatureCheck.Outcome.of(Result.PERMERROR, "no way to the key that we know in q=");
                }
                Optional<Address> sender = sender(message, names(tags)).filter(address -> isWithin(address.domain(), common.domain()));
                if (sender.isEmpty()) {
                    yield SignatureCheck.Outcome.of(Result.PERMERROR, "d= is not the domain of the sender");
                }
                yield check.check(common, record -> isGranted(record, sender.get()), () -> true, () -> signed(message, header, tags, form.equals("nofws")));
            }
        };
    }

    private static List<String> names(TagList tags) {
        return tags.value("h").map(TagList::atColons).orElse(List.of());
    }

    /// RFC 4870 section 3.3: whose domain d= must be is Sender, or From without one. A Sender that the signature does not cover came later.
    private static Optional<Address> sender(Message message, List<String> names) {
        boolean covered = names.isEmpty() || names.stream().anyMatch("Sender"::equalsIgnoreCase);
        return message.headers().first("Sender").filter(_ -> covered).or(() -> message.headers().first("From"))
                .flatMap(field -> MailboxList.parse(field.value()).toOptional())
                .flatMap(list -> list.stream().findFirst()).map(Mailbox::address);
    }

    private static boolean isWithin(Domain inner, Domain outer) {
        return inner.equals(outer) || inner.ascii().endsWith("." + outer.ascii());
    }

    /// RFC 4870 section 3.2.3: an empty g= matches all.
    private static boolean isGranted(KeyRecord record, Address sender) {
        return record.granularity().map(pattern -> pattern.isEmpty() || KeyRecord.matches(pattern, sender.localPart())).orElse(true);
    }

    /// The fields below the signature, all in their order or those of h= in its order, an empty line, the body; without the empty lines at the end
    /// (RFC 4870 section 3.4.2).
    private static byte[] signed(Message message, Header signature, TagList tags, boolean withoutBlanks) {
        List<Header> below = message.headers().all().stream().filter(field -> field.start() > signature.start()).toList();
        List<String> names = names(tags);
        Set<Header> covered = new LinkedHashSet<>(names.isEmpty() ? below : List.of());
        names.forEach(name -> below.stream().filter(field -> field.isNamed(name)).forEach(covered::add)); // all of a name, at its first mention
        var out = new ByteArrayOutputStream(message.size());
        covered.forEach(field -> add(field.bytes(), 0, withoutBlanks, withoutBlanks, out));
        out.write('\r');
        out.write('\n');
        add(message.toByteArray(), message.bodyStart(), withoutBlanks, false, out);
        byte[] text = out.toByteArray();
        int end = text.length;
        while (end >= 4 && isLineEnd(text, end - 2) && isLineEnd(text, end - 4)) {
            end -= 2;
        }
        return Arrays.copyOf(text, end);
    }

    private static void add(byte[] octets, int from, boolean withoutBlanks, boolean unfold, ByteArrayOutputStream out) {
        int end = isLineEnd(octets, octets.length - 2) && octets.length - 2 >= from ? octets.length - 2 : octets.length;
        for (int at = from; at < end; at++) {
            if (unfold && isLineEnd(octets, at)) {
                at++;
            } else if (!withoutBlanks || !Canonicalization.isBlank(octets[at])) {
                out.write(octets[at]);
            }
        }
        out.write('\r');
        out.write('\n');
    }

    private static boolean isLineEnd(byte[] octets, int at) {
        return at >= 0 && at + 1 < octets.length && octets[at] == '\r' && octets[at + 1] == '\n';
    }
}

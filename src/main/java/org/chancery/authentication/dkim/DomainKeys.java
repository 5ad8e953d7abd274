package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        return switch (SignatureTags.read(tags, Rules.HISTORIC)) {
            case Parsed.Malformed<SignatureTags>(int _, String why) -> SignatureCheck.Outcome.of(Result.PERMERROR, why);
            case Parsed.Value<SignatureTags>(SignatureTags common) -> {
                String form = tags.value("c").orElse("simple");
                if (!form.equals("simple") && !form.equals("nofws")) {
                    yield SignatureCheck.Outcome.of(Result.PERMERROR, "an unknown form in c=");
                }
                if (!isSenders(message, common.domain())) {
                    yield SignatureCheck.Outcome.of(Result.PERMERROR, "d= is not the domain of the sender");
                }
                yield check.check(common, _ -> true, () -> true, () -> signed(message, header, tags, form.equals("nofws")));
            }
        };
    }

    /// RFC 4870 section 3.3: d= is the domain of Sender, or of From without one, or a parent of it.
    private static boolean isSenders(Message message, Domain domain) {
        Optional<Domain> sender = message.headers().first("Sender").or(() -> message.headers().first("From"))
                .flatMap(field -> MailboxList.parse(field.value()).toOptional())
                .flatMap(list -> list.stream().findFirst()).map(Mailbox::address).map(Address::domain);
        return sender.filter(one -> one.equals(domain) || one.ascii().endsWith("." + domain.ascii())).isPresent();
    }

    /// The fields below the signature, those named in h= or all, an empty line, the body; without the empty lines at the end
    /// (RFC 4870 section 3.4.2).
    private static byte[] signed(Message message, Header signature, TagList tags, boolean withoutBlanks) {
        List<String> names = tags.value("h").map(TagList::atColons).orElse(List.of());
        var out = new ByteArrayOutputStream(message.size());
        for (Header field : message.headers().all()) {
            if (field.start() > signature.start() && (names.isEmpty() || names.stream().anyMatch(field::isNamed))) {
                add(field.bytes(), 0, withoutBlanks, withoutBlanks, out);
            }
        }
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

package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Signs one message, or many copies that differ in a few fields on top (RFC 6376 section 5; relaxed/relaxed, no `l=`).
///
/// What all copies share, the body hash and the canonical fields, is made once by the constructor; [#sign] then costs one
/// private-key operation. From, Subject and List-Unsubscribe are signed once more than they are there, so that nobody can add
/// another (RFC 6376 section 8.15). ARC-* and trace fields are left out, since later hops add theirs (RFC 6376 section 5.4.1).
///
/// Example: `new DkimSigner(message, List.of(), now).sign(key, List.of())` is the DKIM-Signature field to put on top.
public final class DkimSigner {
    /// RFC 6376 section 5.4.1 and what a list adds. Personal fields come last, so that all before them is hashed from one buffer.
    private static final List<String> NAMES = List.of(
            "from", "subject", "to", "cc", "date", "message-id", "reply-to", "sender", "in-reply-to", "references", "mime-version",
            "content-type", "content-transfer-encoding", "content-disposition", "content-id", "list-id", "list-post", "list-help", "list-subscribe",
            "list-owner", "list-archive", "archived-at", "precedence", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post");

    private static final Set<String> OVERSIGNED = Set.of("from", "subject", "list-unsubscribe");

    /// Of our own mail nothing that a program or a person acts by may be added on the way (authorisation.md section 1.3).
    private static final Set<String> OVERSIGNED_IN_OWN = Set.of(
            "from", "subject", "to", "cc", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version", "content-type",
            "content-transfer-encoding", "auto-submitted", "list-unsubscribe");

    /// So long that two stand on a folded line.
    private static final int BASE64_WORD = 70;

    private final byte[] shared;
    private final List<String> names;
    private final String bodyHash;
    private final long signedAt;

    /// `message`: what all copies have in common. `personal`: the names of the fields that each copy will have besides.
    public DkimSigner(Message message, List<String> personal, Instant signedAt) {
        this(message, personal, signedAt, OVERSIGNED);
    }

    /// Of a mail of our own, which has one form for all: a second Reply-To breaks it as a second From does.
    public static DkimSigner ofOwnMail(Message message, Instant signedAt) {
        return new DkimSigner(message, List.of(), signedAt, OVERSIGNED_IN_OWN);
    }

    private DkimSigner(Message message, List<String> personal, Instant signedAt, Set<String> oversigned) {
        SignedMessage signed = new SignedMessage(message);
        this.bodyHash = signed.bodyHash(Canonicalization.RELAXED, Algorithm.RSA_SHA256).text();
        this.signedAt = signedAt.getEpochSecond();
        var canonical = new ByteArrayOutputStream();
        List<String> present = new ArrayList<>();
        Set<String> own = new HashSet<>();
        personal.forEach(name -> own.add(name.toLowerCase(Locale.ROOT)));
        for (String name : NAMES) {
            if (!own.contains(name)) {
                var fields = signed.all(name).reversed();
                fields.forEach(field -> canonical.writeBytes(Canonicalization.RELAXED.header(field.bytes())));
                fields.forEach(_ -> present.add(name));
                if (oversigned.contains(name)) {
                    present.add(name);
                }
            }
        }
        for (String name : personal) {
            present.add(name.toLowerCase(Locale.ROOT));
            if (oversigned.contains(name.toLowerCase(Locale.ROOT))) {
                present.add(name.toLowerCase(Locale.ROOT));
            }
        }
        this.shared = canonical.toByteArray();
        this.names = List.copyOf(present);
    }

    private DkimSigner(DkimSigner other, String bodyHash) {
        this.shared = other.shared;
        this.names = other.names;
        this.signedAt = other.signedAt;
        this.bodyHash = bodyHash;
    }

    /// For a copy with the same header and another body ([SlicedBodies]).
    public DkimSigner withBody(BodyHash.Hashed body) {
        return new DkimSigner(this, body.text());
    }

    /// The DKIM-Signature of the copy with these fields: those named to the constructor, in that order, or none of them.
    public HeaderField sign(SigningKey key, List<HeaderField> personal) {
        String unsigned = "v=1; a=" + key.algorithm().word() + "; c=relaxed/relaxed; d=" + key.domain() + "; s=" + key.selector() + "; t=" + signedAt
                + "; h=" + String.join(": ", names) + "; bh=" + bodyHash + "; b=";
        var signed = new ByteArrayOutputStream(shared.length + 2048);
        signed.writeBytes(shared);
        personal.forEach(field -> signed.writeBytes(Canonicalization.RELAXED.header(field.bytes())));
        byte[] own = Canonicalization.RELAXED.header(("DKIM-Signature: " + unsigned).getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(Arrays.copyOf(own, own.length - 2));
        return HeaderField.structured("DKIM-Signature", unsigned + inWords(key.sign(signed.toByteArray())));
    }

    private static String inWords(String base64) {
        var words = new StringBuilder();
        for (int at = 0; at < base64.length(); at += BASE64_WORD) {
            words.append(at == 0 ? "" : " ").append(base64, at, Math.min(at + BASE64_WORD, base64.length()));
        }
        return words.toString();
    }
}

package org.chancery.posting.signing;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.AuthenticationResults;
import org.chancery.authentication.Result;
import org.chancery.authentication.arc.ArcSealer;
import org.chancery.authentication.arc.SealedFields;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// The signatures of one post on one list. Made once for the post: the body hash, the ARC set and, where no copy has fields of its own, the
/// DKIM signatures. Made for each copy otherwise: one signature with each key, over the copy's fields.
///
/// Deviates from RFC 8617 section 5.1: where copies are signed one by one, the seal does not cover our DKIM-Signature, since it could not be shared then.
public final class CopySignatures {
    /// In the order in which they are signed. What a later hop may add or what differs from copy to copy is not among them.
    private static final List<String> SEALED = List.of(
            "from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "mime-version", "content-type",
            "content-transfer-encoding", "list-id", "list-post", "list-help");

    private static final int FIELDS_OCTETS = 256; // the one-click fields take about 200

    private final List<SigningKey> keys;
    private final Optional<DkimSigner> signer;
    private final byte[] shared;

    private CopySignatures(List<SigningKey> keys, Optional<DkimSigner> signer, byte[] shared) {
        this.keys = keys;
        this.signer = signer;
        this.shared = shared;
    }

    /// `message`: transformed, with all but the fields named in `personal`. `seal` is empty where nothing is sealed.
    public static CopySignatures of(Message message, List<SigningKey> keys, List<String> personal, Optional<Findings> seal, Instant at) {
        if (keys.isEmpty()) {
            return new CopySignatures(keys, Optional.empty(), message.toByteArray());
        }
        DkimSigner signer = new DkimSigner(message, personal, at);
        if (!personal.isEmpty()) {
            return new CopySignatures(keys, Optional.of(signer), sealed(message, keys, seal, at).toByteArray());
        }
        MessageEdit edit = message.edit();
        keys.reversed().forEach(key -> edit.prepend(signer.sign(key, List.of())));
        return new CopySignatures(keys, Optional.empty(), sealed(edit.build(), keys, seal, at).toByteArray());
    }

    /// A mail of our own, signed with each key.
    public static byte[] ofOwnMail(Message mail, List<SigningKey> keys, Instant at) {
        if (keys.isEmpty()) {
            return mail.toByteArray();
        }
        DkimSigner signer = DkimSigner.ofOwnMail(mail, at);
        MessageEdit edit = mail.edit();
        keys.reversed().forEach(key -> edit.prepend(signer.sign(key, List.of())));
        return edit.build().toByteArray();
    }

    /// RFC 8617 section 5.1: the seal comes last, over the message as it goes out. The first key, RSA, seals: many validators know no other.
    private static Message sealed(Message message, List<SigningKey> keys, Optional<Findings> seal, Instant at) {
        List<String> names = new ArrayList<>(SEALED);
        message.headers().all("DKIM-Signature").forEach(_ -> names.add("dkim-signature"));
        Optional<SealedFields> fields =
                seal.flatMap(findings -> new ArcSealer(keys.getFirst(), names).seal(message, findings.results(), findings.chain(), at));
        MessageEdit edit = message.edit();
        fields.ifPresent(set -> set.fromTheTop().reversed().forEach(edit::prepend));
        return edit.build();
    }

    /// What was found when the post came in: authserv-id and results (RFC 8601 section 2.2), and what its chain was worth.
    public record Findings(String results, Result chain) {
        private static final int MAX_RESULTS = 8_000; // ten signatures and all else stay far below

        /// From what we wrote down when the post came in (`stored`, a whole Authentication-Results). Empty when it came with a chain that was not validated
        /// then: nobody may vouch for that.
        public static Optional<Findings> of(String server, Optional<String> stored, Message message) {
            Optional<String> results = stored.filter(Findings::canStandInAField);
            Optional<Result> chain = results.flatMap(text -> AuthenticationResults.parse(text).toOptional()).stream()
                    .flatMap(read -> read.findings().stream()).filter(finding -> finding.method().equals("arc"))
                    .map(AuthenticationResults.Finding::result).findFirst();
            boolean unknown = chain.isEmpty() && message.headers().count("ARC-Seal") > 0;
            return unknown ? Optional.empty() : Optional.of(new Findings(results.orElse(server + "; none"), chain.orElse(Result.NONE)));
        }

        /// What strangers wrote is repeated in results; it must never keep a post from going out.
        private static boolean canStandInAField(String results) {
            return results.length() <= MAX_RESULTS && results.matches("[!-~]{1,500}( [!-~]{1,500})*+");
        }
    }

    /// Fields as they are written, one after the other.
    public static byte[] octets(List<HeaderField> fields) {
        var out = new ByteArrayOutputStream(FIELDS_OCTETS);
        fields.forEach(field -> out.writeBytes(field.bytes()));
        return out.toByteArray();
    }

    /// The whole message without the fields of a single copy.
    public byte[] shared() {
        return shared;
    }

    /// What stands on top of the shared octets in this copy: its signatures, then these fields: those named in `personal`, or none for somebody
    /// who is no member.
    public byte[] onTop(List<HeaderField> fields) {
        if (signer.isEmpty()) {
            return octets(fields);
        }
        var out = new ByteArrayOutputStream();
        signer.ifPresent(one -> keys.forEach(key -> out.writeBytes(one.sign(key, fields).bytes())));
        out.writeBytes(octets(fields));
        return out.toByteArray();
    }
}

package org.chancery.posting.signing;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.authentication.dkim.SlicedBodies;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// The signatures of the copies of one post that differ in their bodies: one with each key for each copy, over a body hash of its own. The header,
/// which many copies share, is read once.
///
/// Example: `signatures.onTop(copy.slices(), fields)` are the signatures, then the fields.
public final class OneByOne {
    /// Headers that copies share: one for each technology and class of readers.
    private static final int MAX_HEADERS = 16;

    private final List<SigningKey> keys;
    private final List<String> personal;
    private final Instant at;
    private final SlicedBodies bodies = new SlicedBodies();
    private final Map<byte[], Head> heads = new IdentityHashMap<>();

    /// `bodyStart`: where the body begins in the slice that has the header; the signer has another body.
    private record Head(int bodyStart, DkimSigner signer) {}

    /// `personal`: the names of the fields that each copy has for itself.
    public OneByOne(List<SigningKey> keys, List<String> personal, Instant at) {
        this.keys = List.copyOf(keys);
        this.personal = List.copyOf(personal);
        this.at = at;
    }

    /// What stands on top of this copy. Each slice begins where a line begins, and the first has the whole header, or all is looked at as one.
    public byte[] onTop(List<byte[]> slices, List<HeaderField> fields) {
        byte[] own = CopySignatures.octets(fields);
        if (keys.isEmpty()) {
            return own;
        }
        List<byte[]> copy = hasHeader(slices.getFirst()) ? slices : List.of(joined(slices));
        Head head = head(copy.getFirst());
        DkimSigner signer = head.signer().withBody(bodies.hash(copy, head.bodyStart()));
        var out = new ByteArrayOutputStream();
        keys.forEach(key -> out.writeBytes(signer.sign(key, fields).bytes()));
        out.writeBytes(own);
        return out.toByteArray();
    }

    private synchronized Head head(byte[] first) {
        Head known = heads.get(first);
        if (known == null) {
            Message message = Message.parse(first).orThrow();
            known = new Head(message.bodyStart(), new DkimSigner(message, personal, at));
            if (heads.size() < MAX_HEADERS) {
                heads.put(first, known);
            }
        }
        return known;
    }

    private static boolean hasHeader(byte[] slice) {
        for (int i = 3; i < slice.length; i++) {
            if (slice[i] == '\n' && slice[i - 1] == '\r' && slice[i - 2] == '\n' && slice[i - 3] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static byte[] joined(List<byte[]> slices) {
        var octets = new ByteArrayOutputStream(slices.stream().mapToInt(slice -> slice.length).sum());
        slices.forEach(octets::writeBytes);
        return octets.toByteArray();
    }
}

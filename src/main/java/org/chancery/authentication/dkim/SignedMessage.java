package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// A message as signatures see it: fields by name, each body hash made once however many signatures ask for it. For one
/// thread.
public final class SignedMessage {
    private final byte[] octets;
    private final int bodyStart;
    private final Map<String, List<Header>> fields = new HashMap<>();
    private final Map<BodyForm, BodyHash.Hashed> bodies = new HashMap<>();

    private record BodyForm(Canonicalization form, String hash, long limit) {}

    public SignedMessage(Message message) {
        this.octets = message.toByteArray();
        this.bodyStart = message.bodyStart();
        for (Header header : message.headers().all()) {
            fields.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(header);
        }
    }

    /// From top to bottom.
    public List<Header> all(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    public BodyHash.Hashed bodyHash(Canonicalization form, Algorithm algorithm) {
        return bodyHash(form, algorithm, Long.MAX_VALUE);
    }

    /// Of the first `limit` octets of the canonical body.
    BodyHash.Hashed bodyHash(Canonicalization form, Algorithm algorithm, long limit) {
        return bodies.computeIfAbsent(
                new BodyForm(form, algorithm.hash(), limit),
                _ -> BodyHash.of(form, algorithm.digest(), octets, bodyStart, limit));
    }

    /// What is signed: the fields named in `h=`, then the field with the signature itself (RFC 6376 section 3.7).
    public byte[] signed(List<String> names, Canonicalization form, SignatureField signature) {
        var out = new ByteArrayOutputStream();
        fields(names, form, signature.header().start(), out); // it never signs itself, except at the end
        out.writeBytes(signature.unsigned(form));
        return out.toByteArray();
    }

    /// The fields of these names in their canonical form.
    public byte[] fields(List<String> names, Canonicalization form) {
        var out = new ByteArrayOutputStream();
        fields(names, form, -1, out);
        return out.toByteArray();
    }

    /// A name that stands there several times takes the fields from the bottom up; one too many takes nothing (RFC 6376
    /// section 5.4.2).
    private void fields(List<String> names, Canonicalization form, int except, ByteArrayOutputStream out) {
        Map<String, Integer> taken = new HashMap<>();
        for (String written : names) {
            String name = written.toLowerCase(Locale.ROOT);
            List<Header> candidates = fields.getOrDefault(name, List.of());
            int next = taken.getOrDefault(name, candidates.size()) - 1;
            if (next >= 0 && candidates.get(next).start() == except) {
                next--;
            }
            taken.put(name, next);
            if (next >= 0) {
                out.writeBytes(form.header(candidates.get(next).bytes()));
            }
        }
    }
}

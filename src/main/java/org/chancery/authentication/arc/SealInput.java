package org.chancery.authentication.arc;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.chancery.authentication.dkim.Canonicalization;

/// The octets that a seal signs (RFC 8617 section 5.1.1): all sets from the oldest on, in each the results, the message signature, the seal; the
/// last seal without its signature.
final class SealInput {
    private static final Canonicalization FORM = Canonicalization.RELAXED;

    private SealInput() {}

    /// For a seal that is there: the last of these sets.
    static byte[] of(List<ArcSet> sets) {
        var out = new ByteArrayOutputStream();
        whole(sets.subList(0, sets.size() - 1), out);
        ArcSet last = sets.getLast();
        out.writeBytes(FORM.header(last.results().bytes()));
        out.writeBytes(FORM.header(last.message().header().bytes()));
        out.writeBytes(last.seal().unsigned(FORM));
        return out.toByteArray();
    }

    static void whole(List<ArcSet> sets, ByteArrayOutputStream out) {
        for (ArcSet set : sets) {
            out.writeBytes(FORM.header(set.results().bytes()));
            out.writeBytes(FORM.header(set.message().header().bytes()));
            out.writeBytes(FORM.header(set.seal().header().bytes()));
        }
    }
}

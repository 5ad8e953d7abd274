package org.chancery.protection.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.chancery.protection.ProtectionLimits;
import org.jspecify.annotations.Nullable;

/// Reads a stream to its end as long as it does not blow up.
final class Bounded {
    private Bounded() {}

    /// `null` when more comes out than `packed` octets honestly hold.
    static byte @Nullable [] read(InputStream in, long packed) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            out.write(buffer, 0, length);
            if (ProtectionLimits.isBomb(packed, out.size())) {
                return null;
            }
        }
        return out.toByteArray();
    }
}

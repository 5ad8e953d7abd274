package org.chancery.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Chains audit entries by HMAC-SHA-256 (RFC 2104) under a site key, so that who can write to the database alone
/// can neither change, remove nor insert an entry unnoticed. Each field enters with its length, so that no two
/// acts give the same octets.
public final class AuditChain {
    /// What the first entry is chained to.
    public static final String START = "0".repeat(64);

    private final SecretKeySpec key;

    /// `key`: 32 octets derived for this purpose only.
    public AuditChain(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public AuditEntry next(long sequence, String previous, Act act) {
        return new AuditEntry(sequence, act, link(sequence, previous, act));
    }

    public boolean holds(String previous, AuditEntry entry) {
        return link(entry.sequence(), previous, entry.act()).equals(entry.chain());
    }

    private String link(long sequence, String previous, Act act) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            field(mac, previous);
            field(mac, Long.toString(sequence));
            field(mac, Long.toString(act.at().toEpochMilli()));
            field(mac, act.actor());
            field(mac, act.door());
            field(mac, act.action());
            field(mac, act.object());
            field(mac, act.detail());
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }

    private static void field(Mac mac, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(octets.length).flip());
        mac.update(octets);
    }
}

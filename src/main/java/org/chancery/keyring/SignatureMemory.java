package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureValue;
import org.chancery.secrets.Secret;

/// Tells a signature, or an encrypted content, that comes again. Kept is an HMAC-SHA-256 (RFC 2104) of each, so that a stolen store does not tell who signed
/// what, or which recorded mail it was.
///
/// By itself it knows signatures alone, of whatever list; what opens mail for a list asks [#posts], [#owners] or [#commands].
///
/// Example: `new SignatureMemory(ports.accepted(), master.derive("accepted-signatures")).among(store.lists())`.
public final class SignatureMemory implements AcceptedSignatures {
    /// So that no key and no destination has the MAC of a signature's value, which has 32 octets.
    private static final byte[] KEY = "content key\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AT = "came in at\0".getBytes(StandardCharsets.US_ASCII);
    private final AcceptedMacs macs;
    private final SecretKeySpec key;
    private final Optional<Lists> lists;

    /// Of a site whose lists it does not know.
    public SignatureMemory(AcceptedMacs macs, Secret key) {
        this(macs, new SecretKeySpec(key.reveal(), "HmacSHA256"), Optional.empty());
    }

    private SignatureMemory(AcceptedMacs macs, SecretKeySpec key, Optional<Lists> lists) {
        this.macs = macs;
        this.key = key;
        this.lists = lists;
    }

    /// Knows what is addressed to another list.
    public SignatureMemory among(Lists ofSite) {
        return new SignatureMemory(macs, key, Optional.of(ofSite));
    }

    /// For `LIST@`.
    public Arrivals posts(MailingList list) {
        return new Arrivals(this, new Destination(list, Destination.Role.POSTS));
    }

    /// For `LIST-owner@`.
    public Arrivals owners(MailingList list) {
        return new Arrivals(this, new Destination(list, Destination.Role.OWNERS));
    }

    /// For `LIST-request@`.
    public Arrivals commands(MailingList list) {
        return new Arrivals(this, new Destination(list, Destination.Role.COMMANDS));
    }

    boolean isList(Address address) {
        return lists.filter(known -> known.domains().contains(address.domain()))
                .filter(known -> known.find(address).or(() -> Destination.listBehind(address).flatMap(known::find)).isPresent()).isPresent();
    }

    @Override
    public boolean contains(SignatureValue value) {
        return contains(mac(value));
    }

    boolean contains(byte[] mac) {
        return macs.contains(mac);
    }

    void remember(List<Mark> marks, Instant at) {
        macs.remember(marks, at);
    }

    /// Of each signature that was found, once: of what does something by itself and may do it once on the whole site.
    List<Mark> once(CryptoReport report) {
        return report.signatures().stream().map(SignatureFinding::value).distinct().map(value -> new Mark(mac(value), AcceptedMacs.MEMORY, true)).toList();
    }

    /// What is written with the receipt when a post with this signature is accepted.
    public byte[] mac(SignatureValue value) {
        return mac(new byte[0], value.octets(), new byte[0]);
    }

    byte[] mac(Secret contentKey) {
        return mac(KEY, contentKey.reveal(), new byte[0]);
    }

    /// Of what came in at this destination.
    byte[] mac(byte[] mac, Destination destination) {
        return mac(AT, mac, destination.word().getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] mac(byte[] before, byte[] octets, byte[] after) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(before);
            mac.update(octets);
            return mac.doFinal(after);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}

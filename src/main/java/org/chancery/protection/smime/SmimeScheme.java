package org.chancery.protection.smime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Part;
import org.chancery.protection.CanonicalText;
import org.chancery.protection.Circumstances;
import org.chancery.protection.Encryption;
import org.chancery.protection.Scheme;
import org.chancery.protection.Shape;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.Technology;
import org.chancery.protection.Unwrapped;

/// S/MIME in mail (RFC 8551 section 3), with the keys and anchors of one list.
///
/// Example: `new Opener(List.of(new SmimeScheme(keyring)))`.
public final class SmimeScheme implements Scheme {
    private final SmimeKeyring keyring;
    private final CmsSignatures signatures;

    /// With the revocation lists in the keyring, whatever their age.
    public SmimeScheme(SmimeKeyring keyring) {
        this(keyring, RevocationDemand.OFF);
    }

    public SmimeScheme(SmimeKeyring keyring, RevocationDemand demand) {
        this.keyring = keyring;
        this.signatures = new CmsSignatures(keyring, demand);
    }

    @Override
    public Technology technology() {
        return Technology.SMIME;
    }

    @Override
    public Shape recognise(Part entity) {
        if (entity.type().is("multipart", "signed")) {
            return signed(entity);
        }
        if (isSignature(entity)) {
            return new Shape.Fragment(false);
        }
        return isBlob(entity) ? blob(entity) : new Shape.Plain();
    }

    private Shape signed(Part entity) {
        List<Part> parts = entity.parts();
        boolean named = entity.type().parameter("protocol").filter(protocol -> protocol.toLowerCase(Locale.ROOT).endsWith("pkcs7-signature")).isPresent()
                || parts.stream().anyMatch(SmimeScheme::isSignature);
        if (!named) {
            return new Shape.Plain();
        }
        boolean exact = parts.size() == 2 && isSignature(parts.getLast());
        return exact ? new Shape.Detached(this, parts.getFirst(), parts.getLast().decodedOctets()) : new Shape.Fragment(false);
    }

    private static boolean isSignature(Part part) {
        return part.type().is("application", "pkcs7-signature") || part.type().is("application", "x-pkcs7-signature");
    }

    /// RFC 8551 section 3.2.1: software that does not know the type is told by the name.
    private static boolean isBlob(Part part) {
        return part.type().is("application", "pkcs7-mime")
                || part.type().is("application", "x-pkcs7-mime")
                || (part.type().is("application", "octet-stream") && part.filename().filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".p7m")).isPresent());
    }

    private Shape blob(Part part) {
        byte[] octets = part.decodedOctets();
        return switch (CmsType.of(octets)) {
            case SIGNED -> new Shape.Enclosed(this, octets, false, false);
            case ENVELOPED, AUTH_ENVELOPED -> new Shape.Enclosed(this, octets, true, false);
            // A blob that says to be encrypted and is not even CMS was damaged on its way.
            case OTHER -> isOpen(part) ? new Shape.Plain() : new Shape.Enclosed(this, octets, true, false);
        };
    }

    private static boolean isOpen(Part part) {
        String kind = part.type().parameter("smime-type").orElse("").strip().toLowerCase(Locale.ROOT);
        return kind.equals("certs-only") || kind.equals("compressed-data") || kind.equals("signed-data");
    }

    @Override
    public Unwrapped unwrap(Shape.Enclosed enclosed, Circumstances circumstances) {
        CmsType type = CmsType.of(enclosed.octets());
        return switch (type) {
            case OTHER -> new Unwrapped.Closed(Encryption.BROKEN);
            case ENVELOPED, AUTH_ENVELOPED -> CmsDecryption.open(enclosed.octets(), type, keyring.keys());
            case SIGNED -> opaque(enclosed.octets(), circumstances);
        };
    }

    private Unwrapped opaque(byte[] octets, Circumstances circumstances) {
        if (CmsSignatures.isBag(octets)) {
            return new Unwrapped.Neither();
        }
        Optional<byte[]> content = CmsSignatures.content(octets);
        return content.<Unwrapped>map(document -> new Unwrapped.Signed(document, signatures.findings(octets, document, circumstances)))
                .orElseGet(() -> new Unwrapped.Signed(new byte[0], List.of(CmsSignatures.unreadable(octets, "a signature without content"))));
    }

    @Override
    public List<SignatureFinding> verify(Shape.Detached detached, Circumstances circumstances) {
        if (CmsSignatures.content(detached.signature()).isPresent()) {
            // It would verify against what it brings along, while the reader sees the part beside it.
            return List.of(CmsSignatures.unreadable(detached.signature(), "a detached signature that brings its own content"));
        }
        return signatures.findings(detached.signature(), CanonicalText.crlf(detached.content().toByteArray()), circumstances);
    }
}

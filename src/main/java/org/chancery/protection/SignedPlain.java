package org.chancery.protection;

import java.security.SecureRandom;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// A post that everybody may read, signed by the list (RFC 1847 section 2.1, RFC 9788 with `hp="clear"`): the same for all members.
///
/// Text that a server on the way could rewrite is rewritten beforehand (RFC 3156 section 3): 8-bit octets, long lines, blanks at line ends. What
/// an author signed stays as he wrote it.
///
/// Example: `SignedPlain.of(post, signer, random)`.
public final class SignedPlain {
    /// RFC 5321 section 4.5.3.1.6.
    private static final int MAX_LINE = 998;

    private SignedPlain() {}

    public static Message of(Message post, EntitySigner signer, SecureRandom random) {
        return of(post, signer, Framing.NONE, random);
    }

    /// With what the list says around it, under its signature.
    public static Message of(Message post, EntitySigner signer, Framing framing, SecureRandom random) {
        ProtectedPayload payload = ProtectedPayload.clear(HeaderProtection.isSigned(post.root()) ? post : sturdy(post), signer, framing, random);
        MessageEdit edit = post.edit().removeAll(AuthorSignature.NAME).removeAll("HP-Outer");
        if (post.headers().first("MIME-Version").isEmpty()) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        return edit.replaceContent(payload.entity()).build();
    }

    private static Message sturdy(Message post) {
        Part root = post.root();
        MessageEdit edit = post.edit();
        if (!root.parts().isEmpty()) {
            root.parts().forEach(part -> sturdy(part, edit));
        } else if (isFragile(root)) {
            edit.replaceContent(written(root));
        }
        return edit.build();
    }

    private static void sturdy(Part part, MessageEdit edit) {
        if (part.parts().isEmpty() && isFragile(part)) {
            edit.replacePart(part, written(part));
        } else if (!HeaderProtection.isSigned(part)) {
            part.parts().forEach(child -> sturdy(child, edit));
        }
    }

    private static boolean isFragile(Part part) {
        if (part.type().isMultipart() || part.type().type().equals("message")) {
            return false; // RFC 2045 section 6.4 allows them no encoding
        }
        byte[] whole = part.toByteArray();
        int column = 0;
        for (int i = part.bodyStart() - part.start(); i < whole.length; i++) {
            boolean isEnd = whole[i] == '\n';
            boolean isBlankBefore = isEnd && i > 0 && (whole[i - 1] == ' ' || (whole[i - 1] == '\r' && i > 1 && (whole[i - 2] == ' ' || whole[i - 2] == '\t')));
            column = isEnd ? 0 : column + 1;
            if (whole[i] < 0 || whole[i] == 0 || column > MAX_LINE || isBlankBefore) {
                return true;
            }
        }
        return false;
    }

    private static byte[] written(Part part) {
        var fields = new java.io.ByteArrayOutputStream();
        part.headers().all().stream()
                .filter(field -> HeaderProtection.isDescribing(field) && !field.isNamed("Content-Transfer-Encoding"))
                .forEach(field -> fields.writeBytes(HeaderProtection.copied(field.name(), field.value()).bytes()));
        fields.writeBytes(HeaderField.structured("Content-Transfer-Encoding", "quoted-printable").bytes());
        return Octets.joined(fields.toByteArray(), new byte[] {'\r', '\n'}, HeaderProtection.encoded(CanonicalText.crlf(part.decodedOctets())));
    }
}

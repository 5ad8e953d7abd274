package org.chancery.moderation;

import java.util.stream.Collectors;
import org.chancery.content.PlainRendering;
import org.chancery.content.SealedContent;
import org.chancery.mail.Message;
import org.chancery.mail.WrittenPart;

/// A held post as moderators get it: whole, byte for byte; a large one with its header and first lines; one that came encrypted
/// with its outer header only, so that no octet of its content travels (encrypted-lists.md section 1.5).
final class Enclosure {
    /// Over this a mail to ten moderators becomes a burden to their mailboxes.
    static final int MAX_WHOLE = 256 * 1024;
    private static final int LINES = 60;

    private Enclosure() {}

    static Message of(Message post) {
        if (SealedContent.isEncrypted(post)) {
            return withText(post, "[This post came encrypted. Only its header is shown here.]\n");
        }
        return post.size() <= MAX_WHOLE ? post : withText(post, beginning(post));
    }

    /// For somebody on a list that encrypts, of whom it has no key.
    static Message header(Message post) {
        return withText(post, "[This list sends content encrypted only, and has no key of yours: only the header is shown here. Send your key, attached to a mail with the subject \"key\", to the list's address that ends in -request.]\n");
    }

    /// What came encrypted as the ciphertext that came; all else as [#of].
    static Message asItCame(Message post) {
        return post.size() <= MAX_WHOLE ? post : of(post);
    }

    /// How a page shows it: the readable beginning, nothing of what came encrypted.
    static String text(Message post) {
        return SealedContent.isEncrypted(post) ? "" : lines(post);
    }

    private static String lines(Message post) {
        return PlainRendering.of(post).lines().limit(LINES).map(Shown::line).collect(Collectors.joining("\n"));
    }

    private static String beginning(Message post) {
        return lines(post) + "\n\n[The post has " + post.size() / 1024 + " KB; only its beginning is shown here.]\n";
    }

    private static Message withText(Message post, String text) {
        return post.edit().replaceContent(WrittenPart.text("plain", text)).build();
    }
}

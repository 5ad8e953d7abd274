package org.chancery.posting.transform;

import java.util.Locale;
import java.util.Set;
import org.chancery.list.Setting;
import org.chancery.mail.Authors;
import org.chancery.mail.EightBit;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// Puts the post as a whole, as message/rfc822 (RFC 2046 section 5.2.1), into a mail of the list: `from_field` wrap. What the
/// author wrote stays byte for byte, with its From and its signatures; the mail around it keeps subject, date, recipients and
/// place in the thread. Signatures of the post do not hold for the mail around it, so they stay inside only. A header in UTF-8
/// makes it message/global (RFC 6532 section 3.7).
final class Wrap implements Transform {
    private static final Set<String> INSIDE_ONLY = Set.of(
            "mime-version", "dkim-signature", "domainkey-signature", "arc-seal", "arc-message-signature", "arc-authentication-results",
            "authentication-results", "autocrypt", "openpgp");

    @Override
    public Message apply(Message post, Passage passage) {
        if (!passage.list().settings().text(Setting.FROM_FIELD).equals("wrap") || !FromChange.isMade(post, passage) || isWrapped(post, passage)) {
            return post;
        }
        byte[] whole = post.toByteArray();
        MessageEdit edit = post.edit()
                .removeIf(header -> INSIDE_ONLY.contains(header.name().toLowerCase(Locale.ROOT)) || header.describesContent())
                .append(HeaderField.structured("MIME-Version", "1.0"))
                .append(HeaderField.structured("Content-Type", EightBit.isIn(whole, 0, post.bodyStart()) ? "message/global" : "message/rfc822"))
                .append(HeaderField.structured("Content-Disposition", "inline"));
        if (EightBit.isIn(whole)) {
            edit.append(HeaderField.structured("Content-Transfer-Encoding", "8bit"));
        }
        return edit.replaceBody(whole).build();
    }

    private static boolean isWrapped(Message post, Passage passage) {
        return post.root().type().type().equals("message")
                && Authors.of(post) instanceof Authors.Single(Mailbox author) && author.address().equals(passage.list().address());
    }
}

package org.chancery.posting.transform;

import java.util.Locale;
import java.util.Set;
import org.chancery.mail.Message;

/// Removes what must not travel through a list: the field of the last delivery (RFC 5321 section 4.4), Bcc (RFC 5322 section
/// 3.6.3), where errors once went, requests for receipts that would come from every member, and the List-* fields of an earlier list
/// (RFC 2919 section 6: one List-Id at most), with what only our policy may say.
final class RemoveHeaders implements Transform {
    private static final Set<String> UNWANTED = Set.of(
            "return-path", "delivered-to", "x-original-to", "bcc", "disposition-notification-to", "return-receipt-to", "errors-to",
            "precedence", "list-id", "list-post", "list-help", "list-subscribe", "list-unsubscribe", "list-unsubscribe-post",
            "list-owner", "list-archive", "archived-at", "chancery-tag");

    @Override
    public Message apply(Message post, Passage passage) {
        return post.edit().removeIf(header -> UNWANTED.contains(header.name().toLowerCase(Locale.ROOT))).build();
    }
}

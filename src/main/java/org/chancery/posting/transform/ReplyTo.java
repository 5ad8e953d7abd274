package org.chancery.posting.transform;

import java.util.List;
import org.chancery.list.Setting;
import org.chancery.mail.Authors;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// Sets Reply-To as the owner chose: not at all, to the list, or to the author (RFC 5322 section 3.6.2).
/// `none` leaves the author's own Reply-To untouched.
final class ReplyTo implements Transform {

    @Override
    public Message apply(Message post, Passage passage) {
        return switch (passage.list().settings().text(Setting.REPLY_TO)) {
            case "list" -> pointing(post, new Mailbox("", passage.list().address()));
            case "author" -> switch (Authors.of(post)) {
                case Authors.Single(Mailbox author) -> pointing(post, author);
                case Authors.None _, Authors.Several _, Authors.Malformed _ -> post;
            };
            default -> post;
        };
    }

    private static Message pointing(Message post, Mailbox mailbox) {
        return post.edit().removeAll("Reply-To").append(HeaderField.addresses("Reply-To", List.of(mailbox))).build();
    }
}

package org.chancery.posting.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Parsed;

/// Says where answers go (RFC 5322 section 3.6.2), as the owner chose in `reply_to`: `author` is the From address, of several
/// authors their Reply-To if they set one; `none` leaves the author's own Reply-To, unless `reply_to_strip` takes it away.
///
/// Where the From of copies will be the list ([FromField]), an answer must still reach the author if it would have without:
/// `none` then names him in Reply-To, and a Reply-To that names others only leaves him in Cc. A Reply-To that cannot be read is
/// left alone by `none`, replaced by the others.
final class ReplyTo implements Transform {
    /// What leads answers past the author.
    private static final Set<String> OTHERS = Set.of("list", "address");

    @Override
    public Message apply(Message post, Passage passage) {
        Settings settings = passage.list().settings();
        boolean strip = settings.flag(Setting.REPLY_TO_STRIP);
        List<Mailbox> own = strip ? List.of() : boxes(post, "Reply-To");
        List<Mailbox> wanted = distinct(wanted(post, passage, own, FromField.authors(post)));
        if (!strip && (wanted.equals(own) || wanted.isEmpty())) {
            return post;
        }
        MessageEdit edit = post.edit().removeAll("Reply-To");
        if (!wanted.isEmpty()) {
            edit.append(HeaderField.addresses("Reply-To", wanted.stream().map(Mailbox::honest).toList()));
        }
        if (FromChange.isMade(post, passage) && OTHERS.contains(settings.text(Setting.REPLY_TO))) {
            withAuthorInCc(edit, post);
        }
        return edit.build();
    }

    private static List<Mailbox> wanted(Message post, Passage passage, List<Mailbox> own, List<Mailbox> authors) {
        Settings settings = passage.list().settings();
        Mailbox list = Mailbox.of(passage.list().address());
        List<Mailbox> author = authors.size() == 1 || own.isEmpty() ? authors : own;
        return switch (settings.text(Setting.REPLY_TO)) {
            case "list" -> List.of(list);
            case "author" -> author;
            case "both" -> Stream.concat(author.stream(), Stream.of(list)).toList();
            case "address" -> Address.parse(settings.text(Setting.REPLY_TO_ADDRESS)).toOptional().map(Mailbox::of).map(List::of).orElse(own);
            default -> FromChange.isMade(post, passage) && own.isEmpty() ? authors : own;
        };
    }

    private static void withAuthorInCc(MessageEdit edit, Message post) {
        List<Mailbox> cc = boxes(post, "Cc");
        List<Address> named = Stream.concat(boxes(post, "To").stream(), cc.stream()).map(Mailbox::address).toList();
        List<Mailbox> missing = FromField.authors(post).stream().filter(author -> !named.contains(author.address())).toList();
        boolean unreadable = cc.isEmpty() && post.headers().count("Cc") > 0;
        if (!missing.isEmpty() && !unreadable) {
            edit.removeAll("Cc").append(HeaderField.addresses("Cc", Stream.concat(cc.stream(), missing.stream()).toList()));
        }
    }

    private static List<Mailbox> boxes(Message post, String field) {
        List<Mailbox> all = new ArrayList<>();
        for (Header header : post.headers().all(field)) {
            switch (MailboxList.parse(header.value())) {
                case Parsed.Value<List<Mailbox>>(List<Mailbox> boxes) -> all.addAll(boxes);
                case Parsed.Malformed<List<Mailbox>> _ -> {
                    return List.of();
                }
            }
        }
        return all;
    }

    /// Each address once, with the name it has first.
    private static List<Mailbox> distinct(List<Mailbox> boxes) {
        Map<Address, Mailbox> once = new LinkedHashMap<>();
        boxes.forEach(box -> once.putIfAbsent(box.address(), box));
        return Optional.of(List.copyOf(once.values())).filter(found -> found.size() < boxes.size()).orElse(boxes);
    }
}

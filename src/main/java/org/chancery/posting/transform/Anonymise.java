package org.chancery.posting.transform;

import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// Takes every trace of the author out of a post: setting `anonymous`. Only the fields named here stay, so that a field nobody
/// thought of tells nothing: subject, recipients, thread, keywords, what describes the content, and the marks of lists. From is
/// the list; the author's own address is taken out of To and Cc; the date is that of our receipt, in UTC, because a time zone
/// tells something; the Message-ID is ours, because clients put their host into it. Fields in the headers of parts go likewise.
///
/// What the author wrote in the text, in names of files and inside files, and what a signature tells of its key stays: the list
/// does not read posts. Moderators see whom they judge, and `explain` tells the administrator.
final class Anonymise implements Transform {
    private static final Set<String> KEPT = Set.of(
            "subject", "to", "cc", "in-reply-to", "references", "keywords", "mime-version", "x-loop");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    @Override
    public Message apply(Message post, Passage passage) {
        if (!passage.list().settings().flag(Setting.ANONYMOUS)) {
            return post;
        }
        List<Address> authors = FromField.authors(post).stream().map(Mailbox::address).toList();
        MessageEdit edit = post.edit().removeIf(header -> !isKept(header));
        recipients(edit, post, "Cc", authors);
        if (!recipients(edit, post, "To", authors)) {
            edit.append(HeaderField.addresses("To", List.of(Mailbox.of(passage.list().address()))));
        }
        edit.append(HeaderField.addresses("From", List.of(new Mailbox(passage.list().address().localPart(), passage.list().address()))))
                .append(HeaderField.structured("Date", DATE.format(passage.receivedAt().atOffset(ZoneOffset.UTC))))
                .append(HeaderField.structured("Message-ID", "<" + passage.receipt() + "@" + passage.hostname() + ">"));
        post.root().parts().forEach(part -> strip(edit, part));
        return edit.build();
    }

    private static boolean isKept(Header header) {
        return KEPT.contains(header.name().toLowerCase(Locale.ROOT)) || header.describesContent();
    }

    /// The field without the authors; gone when it cannot be read or nobody is left. False when there is none in the end.
    private static boolean recipients(MessageEdit edit, Message post, String field, List<Address> authors) {
        Optional<List<Mailbox>> named = post.headers().count(field) == 1
                ? post.headers().first(field).flatMap(header -> MailboxList.parse(header.value()).toOptional())
                : Optional.empty();
        List<Mailbox> others = named.orElse(List.of()).stream().filter(box -> !authors.contains(box.address())).toList();
        if (others.isEmpty()) {
            edit.removeAll(field);
        } else if (others.size() < named.orElse(List.of()).size()) {
            edit.removeAll(field).append(HeaderField.addresses(field, others));
        }
        return !others.isEmpty();
    }

    /// What is signed stays whole, or the signature would be taken for forged.
    private static void strip(MessageEdit edit, Part part) {
        if (part.type().is("multipart", "signed")) {
            return;
        }
        if (!part.parts().isEmpty()) {
            part.parts().forEach(child -> strip(edit, child));
        } else if (!part.headers().all().stream().allMatch(Header::describesContent)) {
            edit.replacePart(part, contentOnly(part));
        }
    }

    private static byte[] contentOnly(Part part) {
        byte[] whole = part.toByteArray();
        var out = new ByteArrayOutputStream(whole.length);
        part.headers().all().stream().filter(Header::describesContent).forEach(header -> out.writeBytes(header.bytes()));
        out.writeBytes(new byte[] {'\r', '\n'});
        out.write(whole, part.bodyStart() - part.start(), part.end() - part.bodyStart());
        return out.toByteArray();
    }
}

package org.chancery.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.chancery.mail.EightBit;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.WrittenPart;

/// The parts of a MIME digest: masthead, contents, the posts as multipart/digest (RFC 2046 section 5.1.5), footer.
///
/// Each post keeps its content octet for octet, its author's own From, and of the other fields those that people read or that
/// make threads. Whatever is not on that list stays outside: trace, authentication, and the addresses and tokens that mail
/// collects on its way (RFC 5321 section 4.4, RFC 8058).
final class MimeDigest {
    private static final Set<String> KEPT = Set.of(
            "date", "from", "sender", "reply-to", "to", "cc", "message-id", "in-reply-to", "references", "subject", "comments",
            "keywords", "summary", "organization", "user-agent", "mime-version", "archived-at");
    private static final Set<String> ADDRESSES = Set.of("from", "sender", "reply-to", "to", "cc");

    private MimeDigest() {}

    static List<byte[]> parts(DigestWords words, List<DigestPost> all, RandomGenerator random) {
        List<byte[]> posts = new ArrayList<>();
        all.stream().filter(post -> !post.isEncrypted()).forEach(post -> posts.add(WrittenPart.message(bare(post.message()))));
        List<byte[]> parts = new ArrayList<>();
        addText(parts, words.masthead());
        addText(parts, Contents.of(all) + words.afterContents());
        if (!posts.isEmpty()) {
            parts.add(WrittenPart.multipart("digest", posts, random));
        }
        addText(parts, words.footer());
        return parts;
    }

    private static void addText(List<byte[]> parts, String text) {
        if (!text.isBlank()) {
            parts.add(WrittenPart.text("plain", text.stripTrailing() + "\n"));
        }
    }

    /// The post without what is nobody's business. A field in raw eight bits is written anew, so that the digest can go to
    /// every server; those that describe the content stay, because readers find the content by them.
    static Message bare(Message post) {
        MessageEdit edit = post.edit();
        edit.removeIf(header -> isRewritten(header) || !(isKept(header) || header.describesContent()));
        post.headers().all().stream()
                .filter(MimeDigest::isRewritten)
                .forEach(header -> edit.append(encoded(header)));
        return edit.build();
    }

    private static boolean isKept(Header header) {
        return KEPT.contains(header.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isRewritten(Header header) {
        return isKept(header) && EightBit.isIn(header.bytes());
    }

    private static HeaderField encoded(Header header) {
        return ADDRESSES.contains(header.name().toLowerCase(Locale.ROOT))
                ? MailboxList.parse(header.value()).toOptional()
                        .filter(boxes -> !boxes.isEmpty() && boxes.stream().map(Mailbox::address).noneMatch(address -> address.needsSmtpUtf8()))
                        .map(boxes -> HeaderField.addresses(header.name(), boxes))
                        .orElseGet(() -> HeaderField.unstructured(header.name(), header.text()))
                : HeaderField.unstructured(header.name(), header.text());
    }
}

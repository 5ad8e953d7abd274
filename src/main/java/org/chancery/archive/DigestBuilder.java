package org.chancery.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageBuilder;
import org.chancery.mail.MessageId;
import org.chancery.mail.Part;

/// Makes one mail of the posts of an issue, in the order of their threads: as MIME digest (RFC 2046 section 5.1.5) or as plain
/// text (RFC 1153). The mail comes from `LIST-request@` and asks for answers to the list, so no domain of an author stands in its From
/// and DMARC has nothing to object to. It says that a machine made it (RFC 3834 section 5). Return path, List-* fields and
/// one-click fields are not in it; they are put in when it goes out.
///
/// Example: `new DigestBuilder(random).mime(list, words, posts, clock.instant())`.
public final class DigestBuilder {
    /// A digest is read by one person at one sitting; more posts become more issues.
    public static final int MAX_POSTS = 200;
    /// In octets of posts; most servers take mail of this size.
    public static final long MAX_OCTETS = 8_000_000;
    /// Parts of all posts together: what goes out must be within what we and others take in (1,000 parts are usual).
    private static final int MAX_PARTS = 900;

    private final RandomGenerator random;

    public DigestBuilder(RandomGenerator random) {
        this.random = random;
    }

    /// How many of the first posts make one issue: at least one.
    public static int fitting(List<DigestPost> posts) {
        long octets = 0;
        int parts = 0;
        for (int i = 0; i < Math.min(posts.size(), MAX_POSTS); i++) {
            octets += posts.get(i).message().size();
            parts += 1 + count(posts.get(i).message().root());
            if (i > 0 && (octets > MAX_OCTETS || parts > MAX_PARTS)) {
                return i;
            }
        }
        return Math.min(posts.size(), MAX_POSTS);
    }

    private static int count(Part part) {
        return 1 + part.parts().stream().mapToInt(DigestBuilder::count).sum();
    }

    public Message mime(MailingList list, DigestWords words, List<DigestPost> posts, Instant at) {
        MessageBuilder mail = head(list, words, at);
        MimeDigest.parts(words, inThreads(posts), random).forEach(mail::part);
        return mail.multipart("mixed").build();
    }

    public Message plain(MailingList list, DigestWords words, List<DigestPost> posts, Instant at) {
        return head(list, words, at).text(PlainDigest.text(words, inThreads(posts))).build();
    }

    static List<DigestPost> inThreads(List<DigestPost> posts) {
        Map<String, DigestPost> byKey = new HashMap<>();
        List<Threading.Post> threaded = new ArrayList<>();
        for (DigestPost post : posts) {
            byKey.put(post.key(), post);
            threaded.add(Threading.Post.of(post.key(), post.at(), post.message()));
        }
        List<DigestPost> order = new ArrayList<>();
        for (Threading.Post post : Threading.inOrder(Threading.of(threaded))) {
            order.add(Objects.requireNonNull(byKey.get(post.key())));
        }
        return order;
    }

    private MessageBuilder head(MailingList list, DigestWords words, Instant at) {
        Address request = Address.of(list.address().localPart() + "-request", list.domain());
        return MessageBuilder.at(at, random)
                .field(HeaderField.addresses("From", List.of(Mailbox.of(request))))
                .field(HeaderField.addresses("To", List.of(Mailbox.of(list.address()))))
                .field(HeaderField.addresses("Reply-To", List.of(Mailbox.of(list.address()))))
                .field(HeaderField.unstructured("Subject", words.title()))
                .field(HeaderField.structured("Message-ID", MessageId.create(list.domain(), random)))
                .field(HeaderField.structured("Auto-Submitted", "auto-generated"));
    }
}

package org.chancery.notice;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageBuilder;

/// Turns a [Draft] into the mail it is to be. Every one says that a machine wrote it (RFC 3834 section 5), so that none is
/// answered by another machine, and none of them looks like a post: no List-Id, or people would file it unseen under the list.
///
/// One mail with several recipients is for people who know each other, such as the moderators of one list.
public final class NoticeWriter {
    /// What is put into In-Reply-To: a stranger's Message-ID in the plainest form (authorisation.md section 1.3).
    private static final Pattern PLAIN_MESSAGE_ID = Pattern.compile("<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]{3,198}>");

    private final Texts texts;
    private final String hostname;
    private final InstantSource clock;
    private final RandomGenerator random;

    public NoticeWriter(Texts texts, String hostname, InstantSource clock, RandomGenerator random) {
        this.texts = texts;
        this.hostname = hostname;
        this.clock = clock;
        this.random = random;
    }

    public Notice write(Draft draft) {
        Text text = texts.text(draft.text(), draft.list(), draft.language(), values(draft));
        MessageBuilder mail = MessageBuilder.at(clock.instant(), random)
                .field(HeaderField.addresses("From", List.of(draft.from())))
                .field(HeaderField.addresses("To", draft.to().stream().map(Mailbox::of).toList()));
        draft.replyTo().ifPresent(address -> mail.field(HeaderField.addresses("Reply-To", List.of(Mailbox.of(address)))));
        mail.field(HeaderField.unstructured("Subject", text.subject()))
                .field(HeaderField.structured("Message-ID", String.format(Locale.ROOT, "<%016x%016x@%s>", random.nextLong(), random.nextLong(), hostname)))
                .field(HeaderField.structured("Auto-Submitted", draft.answering().isPresent() ? "auto-replied" : "auto-generated"))
                .field(HeaderField.structured("X-Auto-Response-Suppress", "All"));
        // A notice that is sent on to its list is no post of anybody, and may hold a token: the list drops what bears its mark.
        draft.list().ifPresent(list -> mail.field(HeaderField.structured("X-Loop", list.address().toString())));
        answered(draft).ifPresent(id -> mail.field(HeaderField.structured("In-Reply-To", id)).field(HeaderField.structured("References", id)));
        mail.text(text.body());
        draft.enclosed().ifPresent(mail::message);
        draft.attached().forEach(file -> mail.attachment(file.type(), file.name(), file.content()));
        return new Notice(draft.text().word(), draft.returnPath(), draft.to(), mail.build().toByteArray());
    }

    private static Optional<String> answered(Draft draft) {
        return draft.answering().flatMap(message -> message.headers().first("Message-ID")).map(Header::value).map(String::strip)
                .filter(id -> PLAIN_MESSAGE_ID.matcher(id).matches());
    }

    private Map<String, String> values(Draft draft) {
        Map<String, String> values = new HashMap<>(draft.values());
        values.putIfAbsent("site", hostname);
        draft.list().ifPresent(list -> everywhere(list).forEach(values::putIfAbsent));
        return values;
    }

    private static Map<String, String> everywhere(MailingList list) {
        return Map.of(
                "list", list.address().toString(),
                "description", list.settings().text(Setting.DESCRIPTION),
                "owner", list.address().localPart() + "-owner@" + list.domain(),
                "help", list.address().localPart() + "-help@" + list.domain(),
                "request", list.address().localPart() + "-request@" + list.domain());
    }
}

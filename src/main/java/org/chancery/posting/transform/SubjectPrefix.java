package org.chancery.posting.transform;

import java.util.Locale;
import java.util.Optional;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Puts the list's prefix before the subject, once: a subject that carries it anywhere already stays as it is.
/// An encoded subject (RFC 2047) is decoded and encoded again as a whole, so that no encoded word is cut.
final class SubjectPrefix implements Transform {

    @Override
    public Message apply(Message post, Passage passage) {
        String prefix = passage.list().settings().text(Setting.SUBJECT_PREFIX).strip();
        Optional<Header> subject = post.headers().first("Subject");
        String text = subject.map(Header::text).orElse("").strip();
        if (prefix.isEmpty() || text.toLowerCase(Locale.ROOT).contains(prefix.toLowerCase(Locale.ROOT))) {
            return post;
        }
        HeaderField prefixed = HeaderField.unstructured("Subject", (prefix + " " + text).strip());
        return subject.isPresent()
                ? post.edit().replaceFirst("Subject", prefixed).build()
                : post.edit().append(prefixed).build();
    }
}

package org.chancery.protection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// An encrypted post as the list goes on with it: the header of the message that came, with the fields that its author protected inside,
/// around what he encrypted.
///
/// With `hp` (RFC 9788) the fields of [#CONTENT] are those inside and none else: whoever added a Reply-To outside, or changed Subject, is
/// not heard. From, Sender, Message-ID and everything that concerns the way stay as they came, because on them the message was judged.
/// With `protected-headers="v1"`, which Thunderbird and Enigmail write, Subject is taken.
///
/// What the author did not sign loses the marks of his header protection and the copy of his Subject that was put into the text for old
/// software: the list protects the header anew.
///
/// Example: `OpenedMessage.of(received, opening.authored().orElseThrow()).headers().first("Subject")`.
public final class OpenedMessage {
    /// What the author says about his text; the rest of a header was judged as it came.
    private static final Set<String> CONTENT = Set.of("subject", "comments", "keywords", "to", "cc", "reply-to", "date", "in-reply-to", "references");
    /// Without these a mail is none, so those outside stay where there are none inside.
    private static final Set<String> NEEDED = Set.of("to", "date");

    private OpenedMessage() {}

    public static Message of(Message outer, Authored authored) {
        Message entity = authored.entity().message().orThrow();
        Protected inside = Protected.in(authored.payload().message().orThrow().root());
        MessageEdit edit = outer.edit().removeIf(field -> inside.replaces(field.name())).removeAll("Author-Signature").removeAll("HP-Outer");
        inside.fields().forEach(edit::append);
        if (outer.headers().first("MIME-Version").isEmpty()) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        Message content = HeaderProtection.isSigned(entity.root()) ? entity : LegacyMarks.takenOff(entity);
        return edit.replaceContent(CanonicalText.crlf(content.toByteArray())).build();
    }

    /// The fields that the author protected, each as it is written again, and whether those are all of [#CONTENT].
    private record Protected(List<HeaderField> fields, boolean isComplete) {

        static Protected in(Part payload) {
            Part root = payload;
            for (Optional<Part> below = HeaderProtection.below(root); below.isPresent(); below = HeaderProtection.below(root)) {
                root = below.get();
            }
            boolean isComplete = HeaderProtection.isDeclared(root);
            boolean isLegacy = !isComplete && HeaderProtection.isLegacyDeclared(root);
            List<HeaderField> fields = new ArrayList<>();
            for (Header field : root.headers().all()) {
                String name = field.name().toLowerCase(Locale.ROOT);
                boolean isFirst = fields.stream().noneMatch(known -> known.name().equalsIgnoreCase(name));
                if (isFirst && ((isComplete && CONTENT.contains(name)) || (isLegacy && name.equals("subject")))) {
                    fields.add(HeaderProtection.copied(field.name(), field.value()));
                }
            }
            return new Protected(fields, isComplete);
        }

        boolean replaces(String name) {
            String plain = name.toLowerCase(Locale.ROOT);
            return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(plain)) || (isComplete && CONTENT.contains(plain) && !NEEDED.contains(plain));
        }
    }
}

package org.chancery.protection;

import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// An encrypted post as the list goes on with it: the header of the message that came, with the fields that its author protected inside,
/// around what he encrypted.
///
/// With `hp` (RFC 9788) the fields of [ProtectedHeader#CONTENT] are those inside and none else: whoever added a Reply-To outside, or changed Subject, is
/// not heard. From, Sender, Message-ID and everything that concerns the way stay as they came, because on them the message was judged.
/// With `protected-headers="v1"`, which Thunderbird and Enigmail write, Subject is taken.
///
/// What the author did not sign loses the marks of his header protection and the copy of his Subject that was put into the text for old
/// software: the list protects the header anew.
///
/// What it says is for those who may read it: a copy that is encrypted again takes the header around it from [#outside].
///
/// Example: `OpenedMessage.of(received, opening.authored().orElseThrow()).headers().first("Subject")`.
public final class OpenedMessage {
    private OpenedMessage() {}

    public static Message of(Message outer, Authored authored) {
        Message entity = authored.entity().message().orThrow();
        ProtectedHeader inside = ProtectedHeader.of(authored);
        MessageEdit edit = outer.edit().removeIf(field -> inside.replaces(field.name())).removeAll("Author-Signature").removeAll("HP-Outer");
        inside.fields().forEach(field -> edit.append(HeaderProtection.copied(field.name(), field.value())));
        if (outer.headers().first("MIME-Version").isEmpty()) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        Message content = HeaderProtection.isSigned(entity.root()) ? entity : LegacyMarks.takenOff(entity);
        return edit.replaceContent(CanonicalText.crlf(content.toByteArray())).build();
    }

    /// What may stand outside again where that post is encrypted anew: the header as it came, without a body and without what only a stranger can have put
    /// in, because the author's protected header does not know of it. Nothing that stood inside only, or otherwise inside, is in it.
    public static Message outside(Message outer, Authored authored) {
        ProtectedHeader inside = ProtectedHeader.of(authored);
        return outer.edit().removeIf(field -> HeaderProtection.isStructural(field) || !inside.knows(field)).replaceBody(new byte[0]).build();
    }
}

package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// The header that stands around an encryption (RFC 9788 with its policy hcp_baseline): Subject reads `[...]`; Comments, Keywords and whatever
/// says the subject once more are left out.
///
/// Example: `OuterHeader.of(outer, post).octets()`.
final class OuterHeader {
    /// What readers see in an inbox (RFC 9788 section 3.2.1).
    private static final String HIDDEN_SUBJECT = "[...]";

    private final List<Header> fields;
    private final boolean showsSubject;
    /// There is one inside and none outside: without this line an inbox would show an empty one.
    private final boolean lacksSubject;

    private OuterHeader(List<Header> fields, boolean showsSubject, boolean lacksSubject) {
        this.fields = fields;
        this.showsSubject = showsSubject;
        this.lacksSubject = lacksSubject;
    }

    /// `outer`: what may stand outside. `post`: what goes inside.
    static OuterHeader of(Message outer, Message post) {
        return new OuterHeader(shown(outer), false, outer.headers().first("Subject").isEmpty() && post.headers().first("Subject").isPresent());
    }

    /// For an encryption in which there is no room for the subject.
    static OuterHeader withSubject(Message outer) {
        return new OuterHeader(shown(outer), true, false);
    }

    private static List<Header> shown(Message outer) {
        return ProtectedPayload.fields(outer).stream().filter(field -> !HeaderProtection.isHidden(field) && !HeaderProtection.isOurs(field)).toList();
    }

    byte[] octets() {
        var octets = new ByteArrayOutputStream();
        fields.forEach(field -> octets.writeBytes(isReplaced(field) ? subject() : ProtectedPayload.lines(field)));
        octets.writeBytes(lacksSubject ? subject() : new byte[0]);
        return octets.toByteArray();
    }

    /// The same once more for the header inside, in `HP-Outer` fields (RFC 9788 section 2.2), without what each server on the way writes.
    byte[] marks() {
        var marks = new ByteArrayOutputStream();
        fields.stream().filter(field -> !HeaderProtection.isOfTheWay(field))
                .forEach(field -> marks.writeBytes(mark(field.name(), isReplaced(field) ? HIDDEN_SUBJECT : field.value())));
        marks.writeBytes(lacksSubject ? mark("Subject", HIDDEN_SUBJECT) : new byte[0]);
        return marks.toByteArray();
    }

    private boolean isReplaced(Header field) {
        return !showsSubject && field.isNamed("Subject");
    }

    private static byte[] subject() {
        return HeaderField.unstructured("Subject", HIDDEN_SUBJECT).bytes();
    }

    private static byte[] mark(String name, String value) {
        return HeaderProtection.copied("HP-Outer", name + ": " + value).bytes();
    }
}

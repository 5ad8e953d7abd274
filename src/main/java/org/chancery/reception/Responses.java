package org.chancery.reception;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// What an answer to one of our mails is: a person's, or that of a program which hides itself.
final class Responses {
    /// How programs begin the subject of what they write by themselves, where they do not say so in a field made for it.
    private static final List<String> PROGRAMS = List.of(
            "automatic reply", "auto reply", "autoreply", "auto-reply", "out of office", "out of the office", "automatische antwort",
            "abwesenheit", "réponse automatique", "absence du bureau", "respuesta automática", "fuera de la oficina", "自動応答", "自動返信");

    private Responses() {}

    /// Why it must not be obeyed; empty when a person wrote it.
    static Optional<String> reason(Message message) {
        String subject = message.headers().first("Subject").map(Header::text).orElse("").strip().toLowerCase(Locale.ROOT);
        return PROGRAMS.stream().filter(subject::startsWith).findFirst().map(words -> "subject begins with " + words);
    }

    /// The first line that is neither blank nor quoted in the first text part; empty when there is none.
    static String firstLine(Message message) {
        return firstText(message.root()).stream().flatMap(part -> part.text().lines())
                .map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith(">")).findFirst().orElse("");
    }

    private static Optional<Part> firstText(Part part) {
        if (part.parts().isEmpty()) {
            return part.type().is("text", "plain") && !part.isAttachment() ? Optional.of(part) : Optional.empty();
        }
        return part.parts().stream().flatMap(inner -> firstText(inner).stream()).findFirst();
    }
}

package org.chancery.delivery.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Automatic mail that is no bounce, however much it looks like one: notices of absence, receipts, feedback reports, reports of
/// success, and mail that asks the sender to prove to be a person.
final class OtherAutomaticMail {
    private static final List<String> FIELDS = List.of("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-vacation", "x-autoreply-from", "x-boxbe", "x-ss-vacation");

    private static final List<String> SUBJECTS = List.of(
            "out of office", "out of the office", "auto reply", "auto-reply", "autoreply", "automatic reply", "automatic response", "auto response", "autoresponse", "auto-response", "vacation", "on holiday", "away from", "on leave", "absence",
            "abwesenheit", "abwesend", "automatische antwort", "nicht im büro", "réponse automatique", "absence du bureau", "absent du bureau", "respuesta automática", "fuera de la oficina", "ausente", "risposta automatica", "fuori sede", "fuori ufficio",
            "resposta automática", "fora do escritório", "automatisch antwoord", "afwezig", "автоответ", "вне офиса", "自動応答", "自動返信", "不在通知", "自动回复", "odpowiedź automatyczna", "automatyczna odpowiedź", "autosvar", "read:", "read receipt", "not read:", "gelesen:", "challenge", "please confirm", "confirm your", "confirmation required", "email verification");

    private static final List<String> ABSENCES = List.of(
            "out of office", "out of the office", "on vacation", "vacation", "on holiday", "on annual leave", "on leave", "auto-reply", "autoreply", "auto reply", "automatic reply", "automated reply", "auto-generated reply", "autoresponder", "auto-responder", "automatic response", "limited access to email", "away from my",
            "will be away", "am away", "im urlaub", "nicht im büro", "abwesend", "en vacances", "absent du bureau", "de vacaciones", "fuera de la oficina", "in ferie", "fuori ufficio", "de férias", "fora do escritório", "в отпуске", "jestem na urlopie", "休暇", "不在にして",
            "address has changed", "has changed address", "new e-mail address", "new email address", "automatically forwarded", "has been forwarded to", "will be forwarded");

    private static final List<String> CHALLENGES = List.of(
            "confirm that you are", "confirm your message", "confirm that you sent", "confirm you are", "prove you are", "prove that you are", "are a human", "are human", "challenge/response", "challenge-response", "whitelist", "approved senders list", "approved sender", "guest list", "waiting list", "held until",
            "your message is being held", "just reply to this", "simply reply to this", "click the link below to deliver", "anti-spam verification", "verify your email", "requires confirmation");

    private static final List<String> SUCCESSES = List.of(
            "was successfully delivered", "has been successfully delivered", "were successfully delivered", "successfully relayed", "has been delivered to the following", "was delivered to the following", "has been received by", "was successfully sent", "erfolgreich zugestellt", "se entregó correctamente", "a été remis aux destinataires", "delivered to the following recipients");

    private OtherAutomaticMail() {}

    /// RFC 5965, RFC 8098: told by their type.
    static boolean isByType(Message message) {
        if (isRejection(message)) {
            return false;
        }
        String report = message.root().type().parameter("report-type").orElse("").toLowerCase(Locale.ROOT);
        return report.equals("feedback-report") || report.endsWith("disposition-notification") || hasType(message.root(), "feedback-report", "disposition-notification");
    }

    /// Dovecot's deliverer refuses mail with a disposition notification, for want of a better form.
    private static boolean isRejection(Message message) {
        return value(message, "auto-submitted").contains("rejected") || value(message, "subject").contains("rejected mail");
    }

    private static boolean hasType(Part part, String... subtypes) {
        boolean here = part.type().type().equals("message") && Stream.of(subtypes).anyMatch(part.type().subtype()::equals);
        return here || (!part.type().isMessage() && part.parts().stream().anyMatch(child -> hasType(child, subtypes)));
    }

    /// Told by header and words; only for mail without a message/delivery-status.
    static boolean isByWords(TextReport report) {
        Message message = report.message();
        String subject = Origin.header(message, "subject").toLowerCase(Locale.ROOT);
        if (hasField(message) || SUBJECTS.stream().anyMatch(subject::contains)) {
            return true;
        }
        String text = beginning(report);
        boolean refused = StatusCode.enhanced(text).isPresent() || StatusCode.reply(text).isPresent() || isReturn(message, text);
        return !refused && Stream.of(ABSENCES, CHALLENGES).flatMap(List::stream).anyMatch(text::contains)
                || SUCCESSES.stream().anyMatch(text::contains) && !text.contains("not ") && !text.contains("fail");
    }

    private static boolean hasField(Message message) {
        return FIELDS.stream().anyMatch(name -> message.headers().first(name).isPresent())
                || value(message, "precedence").startsWith("auto_reply")
                || value(message, "x-delivery-agent").startsWith("tmda")
                || value(message, "auto-submitted").contains("vacation");
    }

    private static String value(Message message, String name) {
        return Optional.of(message.headers()).flatMap(headers -> headers.first(name)).map(Header::value).orElse("").toLowerCase(Locale.ROOT);
    }

    /// Words under which only mail is returned: a mailbox may be switched off because its owner is on leave.
    private static boolean isReturn(Message message, String text) {
        return message.headers().first("X-Failed-Recipients").isPresent()
                || text.contains("could not be delivered") || text.contains("undeliverable") || text.contains("was not delivered") || text.contains("did not reach") || text.contains("unable to deliver") || text.contains("permanent fatal");
    }

    private static String beginning(TextReport report) {
        return String.join(" ", report.lower().subList(0, Math.min(60, report.lower().size())));
    }
}

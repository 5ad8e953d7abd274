package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two plain layouts that most servers share: a sentence, and under it a list of addresses; or a label, and behind it one
/// address. All phrases are in lower case, compared with the line and the line after it, since they are often wrapped.
final class Layouts {
    /// Under these stands a list. The order is from the most telling to the least.
    private static final List<String> LISTS = List.of(
            "here is your list of failed recipients", "failed addresses follow", "- failed recipients -", "did not receive a copy of your message", "did not reach the following recipient",
            "email below could not be delivered to the following user", "unable to deliver message to the following", "unable to deliver your message to the following", "undeliverable to the following", "permanent fatal errors", "had delivery problems",
            "could not be delivered to one or more", "not able to be delivered to", "could not be delivered to all", "delivery to the following", "delevery to the following", "your mail to the following", "diagnostic information for administrators", "diagnoseinformationen für administratoren", "informations de diagnostic pour les administrateurs",
            "información de diagnóstico para", "informazioni di diagnostica per gli amministratori", "diagnostisk information", "管理者向けの診断情報",
            "delivery has failed to these recipients", "delivery has failed to the following", "following recipients", "following recipient", "following address", "following user", "following destination", "recipients of this delivery", "list of recipients", "recipients were affected", "not delivered to", "could not deliver message to",
            "could not be delivered to", "cannot be delivered to", "can not be delivered to", "couldn't be delivered to", "message undeliverable to", "undelivered recipient", "failed recipient", "failed to deliver to", "unable to deliver to", "unable to deliver message to", "the deliver program at", "machine generated message from mail service",
            "a message that you sent could not be delivered", "address to which the message has not yet been delivered", "your message could not be delivered", "the message could not be delivered", "your message was not delivered", "no such user here", "the users your message",
            "folgende empfänger", "folgenden empfänger", "folgende adresse", "folgenden adressen", "folgende e-mail-adresse", "konnte nicht zugestellt werden", "nicht zugestellt werden an", "nicht zugestellt",
            "destinataires suivants", "destinataire suivant", "adresses suivantes", "adresse suivante", "n'a pas pu être remis", "n'a pas pu être distribué", "n'a pas pu être délivré", "siguientes destinatarios", "siguiente destinatario", "siguientes direcciones", "siguiente dirección", "no se pudo entregar", "no se ha podido entregar",
            "seguenti destinatari", "seguente destinatario", "seguenti indirizzi", "seguente indirizzo", "impossibile recapitare", "non è stato possibile recapitare", "non è stato recapitato", "seguintes destinatários", "seguinte destinatário", "seguintes endereços", "seguinte endereço", "não pôde ser entregue", "não foi possível entregar",
            "volgende geadresseerde", "volgende ontvanger", "volgende adres", "следующим получател", "следующим адресат", "следующему получател", "следующему адрес", "следующим адрес", "следующие адреса", "не может быть доставлено", "не было доставлено", "не удалось доставить",
            "次の受信者", "以下の受信者", "次の宛先", "以下の宛先", "次のメールアドレス", "以下のメールアドレス", "次のアドレス", "以下のアドレス", "配信できません", "送信できません", "配信されません", "送信されません", "下列收件人", "以下收件人", "下列地址", "以下地址", "指定的地址", "następujących", "následujícím", "följande mottagare", "följande adress", "følgende modtager", "følgende mottaker", "seuraaville");

    /// Behind these stands one address.
    private static final List<String> LABELS = List.of(
            "original address:", "unknown user:", "user mailbox exceeds allowed size:", "user's mailbox is full:", "invalid final delivery userid:", "undeliverable to", "intended recipient:", "undeliverable address:", "failed recipient:", "error-for:", "recipient address:", "unknown recipient:",
            "invalid recipient:", "recipient:", "mailbox not found:", "no such user:", "user unknown:", "failed address:", "delivery failed", "which your message was addressed,", "message was addressed to", "addressed to", "rejected recipient", "returned permanent errors:", "unable to deliver your message to",
            "problem delivering your message to", "delivering your mail to", "delivering your message to", "your message wasn't delivered to", "your message was not delivered to", "message wasn't delivered to", "could not deliver your message to", "can't deliver your message to", "unable to deliver message to", "your message to", "your mail to", "your email to", "your e-mail to", "message to", "mail to",
            "delivery to", "deliver to", "delivered to", "could not be delivered to", "ihre nachricht an", "ihre e-mail an", "nachricht an", "mail an", "adresse", "empfänger:", "votre message à", "votre message pour", "remis à", "distribué à", "destinataire", "tu mensaje para", "su mensaje para", "mensaje para", "entregó a", "entregar a", "destinatario", "recapitato a",
            "messaggio a", "entregue a", "entregue para", "mensagem para", "destinatário", "bezorgd bij", "bericht aan", "получатель:", "адресу", "адресату", "받는 사람:", "받는사람:", "수신자:", "rcpt to:");

    /// Sentences for people begin like this when the list is over.
    private static final List<String> ENDINGS = List.of(
            "please", "for further", "for more", "for assistance", "if you", "contact", "sent by", "subject:", "for help", "to contact", "questions", "bitte", "veuillez", "por favor", "si prega", "the original message", "this message was", "reporting-mta", "return-path", "message-id", "additional information", "original sender");

    private static final int MAX_BEHIND_LABEL = 60;

    private Layouts() {}

    static List<Finding> lists(TextReport report) {
        for (String phrase : LISTS) {
            for (int i = 0; i < report.lower().size(); i++) {
                if (says(report.lower(), i, phrase)) {
                    List<Finding> found = report.withoutParties(list(report, i + 1));
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
        }
        return List.of();
    }

    static List<Finding> labels(TextReport report) {
        for (String label : LABELS) {
            List<Finding> found = new ArrayList<>();
            for (int i = 0; i < report.lower().size(); i++) {
                int line = i;
                behind(report, i, label).ifPresent(address -> found.add(report.finding(address, report.about(line))));
            }
            found.removeIf(finding -> report.origin().isParty(finding.address()));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static boolean says(List<String> lower, int at, String phrase) {
        String line = lower.get(at);
        if (line.contains(phrase)) {
            return true;
        }
        if (line.isBlank() || at + 1 >= lower.size()) {
            return false;
        }
        String two = line.strip() + " " + lower.get(at + 1).strip();
        return two.indexOf(phrase) >= 0 && two.indexOf(phrase) < line.strip().length();
    }

    /// Original addresses go before what they were rewritten to: `(expanded from: <ann@example.org>)`.
    private static List<Finding> list(TextReport report, int from) {
        List<Finding> found = new ArrayList<>();
        for (int i = from; i < report.lines().size() && found.size() < BounceReader.MAX_RECIPIENTS; i++) {
            if (!found.isEmpty() && isOver(report.lower().get(i).strip())) {
                break;
            }
            Optional<String> origin = origin(report.lines().get(i));
            if (origin.isPresent() && !found.isEmpty()) {
                found.set(found.size() - 1, report.finding(origin.get(), found.getLast().text()));
            } else {
                int line = i;
                listed(report.lines().get(i)).ifPresent(address -> found.add(report.finding(address, report.about(line))));
            }
        }
        return found;
    }

    private static boolean isOver(String lower) {
        return ENDINGS.stream().anyMatch(lower::startsWith) || lower.contains("transcript of") || lower.contains("session transcript");
    }

    /// The address that the line is about: it begins with it, or gives it in brackets behind a name.
    private static Optional<String> listed(String line) {
        String leading = AddressScanner.leading(line);
        if (line.contains(" fails, try ")) {
            return Optional.empty(); // good advice
        }
        if (!leading.isEmpty()) {
            return Optional.of(leading);
        }
        if (line.stripLeading().startsWith(">>>") || line.contains("Message-I") || line.contains("Sender") || line.stripLeading().startsWith("From")) {
            return Optional.empty();
        }
        return AddressScanner.bracketed(line).stream().findFirst()
                .or(() -> line.indexOf("dda:") >= 0 || line.indexOf("SMTP=") >= 0 || line.indexOf("(") >= 0 ? AddressScanner.addresses(line).stream().findFirst() : Optional.empty());
    }

    static Optional<String> origin(String line) {
        int at = Math.max(line.indexOf("expanded from"), line.indexOf("generated from"));
        return at < 0 ? Optional.empty() : AddressScanner.addresses(line.substring(at)).stream().findFirst();
    }

    private static Optional<String> behind(TextReport report, int at, String label) {
        String lower = report.lower().get(at);
        int found = lower.indexOf(label);
        if (found < 0 || lower.length() != report.lines().get(at).length()) {
            return Optional.empty(); // lower case of another length (a few Turkish and German letters): offsets do not fit
        }
        String rest = report.lines().get(at).substring(found + label.length());
        if (rest.strip().length() <= 1 && at + 1 < report.lines().size()) {
            return Optional.of(AddressScanner.leading(report.lines().get(at + 1))).filter(address -> !address.isEmpty());
        }
        return AddressScanner.addresses(rest).stream().findFirst().filter(address -> rest.indexOf(address) <= MAX_BEHIND_LABEL);
    }
}

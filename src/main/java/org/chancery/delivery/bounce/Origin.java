package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// Who wrote a report, to whom, and about what, from its header: what tells a machine that returns mail from a person who
/// writes about returned mail. The addresses are those of the parties; none of them is the failed recipient.
record Origin(boolean isMachine, boolean isReturner, boolean isAboutFailure, boolean isAnswer, String domain, Set<String> parties) {
    private static final List<String> WRITERS = List.of("header.from", "from", "sender", "reply-to", "errors-to", "return-path");
    private static final List<String> READERS = List.of("to", "delivered-to", "x-original-to", "envelope-to", "x-rcpt-to");

    /// Local parts, and words of display names, under which servers return mail.
    private static final List<String> MACHINES = List.of(
            "mailer-daemon", "mailerdaemon", "mailer_daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "mail delivery", "mail-delivery", "maildelivery", "delivery system",
            "delivery subsystem", "mailer daemon", "system administrator", "systemadministrator", "mail administrator", "mail system", "mailsystem", "smtp_mail_service", "smtp mail service", "mail server", "mailserver",
            "automated response from", "interscan", "mimesweeper", "mailsweeper", "microsoftexchange", "mail transport", "smtp gateway", "inetgw", "returned mail", "post_master", "postmail",
            "non-delivery", "nondelivery");

    /// Machines that return mail too, but write other mail as well: with them the subject decides.
    private static final List<String> ANY_MACHINES = List.of(
            "auto.reply", "autoreply", "virus", "microsoft outlook", "mta", "daemon", "bounce", "administrator", "listserv", "lyris", "no-reply", "noreply", "postfix", "exim", "mailgate", "uucp", "mmdf", "sympa", "mailman", "owner");

    private static final List<String> SUBJECTS = List.of(
            "undeliver", "delivery status notification", "delivery notification", "delivery failure", "delivery_failure", "zustellungsfehler", "delivery failed", "delivery problem", "delivery error", "delivery report", "delivery has failed", "failed delivery", "failure delivery",
            "returned mail", "returned to sender", "return to sender", "failure notice", "mail failure", "mail delivery", "mail system error", "not be delivered", "not delivered", "wasn't delivered", "couldn't be delivered",
            "cannot be delivered", "can't be delivered", "undelivered", "nondeliverable", "non-deliverable", "non-delivery", "nondelivery", "message status", "bounce", "failed mail", "mail error", "rejected", "message delayed", "delayed mail", "delay",
            "warning: could not send", "warning: message", "could not send", "user unknown", "unknown user", "mailbox full", "delivery incomplete", "message could not", "error during delivery", "message refused", "message blocked", "mail not", "not delivered",
            "permanent error", "permanent failure", "message frozen", "failed recipient", "message error", "transmission failure", "error sending", "problem delivering", "failure", "blocked",
            "unzustellbar", "nicht zugestellt", "nicht zustellbar", "zustellung", "zurückgesendet", "non remis", "non distribu", "non délivr", "échec de la remise", "échec de remise", "échec de distribution", "échec de la distribution", "avis de non-remise", "retourné",
            "no se puede entregar", "no se pudo entregar", "no entregado", "no se entregó", "no se ha podido entregar", "no se ha entregado", "devuelto", "error en la entrega", "error de entrega", "fallo de entrega", "fallo en la entrega", "rechazado", "no entregable",
            "non recapitabile", "mancato recapito", "impossibile recapitare", "mancata consegna", "non consegnat", "messaggio non recapit", "restituit",
            "não entregue", "não foi entregue", "não pôde ser entregue", "devolvid", "falha na entrega", "falha de entrega", "erro na entrega", "não é possível entregar",
            "onbestelbaar", "niet afgeleverd", "niet bezorgd", "не доставлен", "недоставлен", "невозможно доставить", "не может быть доставлен", "не удалось доставить", "возврат", "ошибка доставки",
            "配信", "送信できません", "送信エラー", "返送", "エラー通知", "メールエラー", "配達", "送達", "届きません", "エラーメール", "退信", "传输失败", "投递失败", "无法送达", "无法投递", "无法传递", "反送", "반송", "배달", "전송할 수 없", "전송되지", "전송 실패", "발송 실패", "niedostarczon", "nie dostarczono", "zwrot", "nedoruč", "nelze doručit",
            "olevererbar", "ikke leveres", "ikke leveret", "kan ikke sendes", "kunde inte levereras", "oleverer", "ej levererat", "ei voitu toimittaa", "kézbesíthetetlen", "teslim edilemedi", "iletilemedi", "không gửi được");

    Origin {
        parties = Set.copyOf(parties);
    }

    static Origin of(Message message) {
        String from = header(message, "from").toLowerCase(Locale.ROOT);
        String sender = header(message, "sender").toLowerCase(Locale.ROOT);
        String subject = header(message, "subject").strip().toLowerCase(Locale.ROOT);
        boolean answer = isAnswer(subject);
        List<String> writers = AddressScanner.addresses(header(message, "from"));
        String domain = writers.isEmpty() ? oneWord(from) : writers.getFirst().substring(writers.getFirst().lastIndexOf('@') + 1);
        boolean nobody = message.headers().all("return-path").stream().anyMatch(Origin::isNobody);
        boolean failure = SUBJECTS.stream().anyMatch(subject::contains);
        boolean returner = isMachine(from) || isMachine(sender);
        boolean machine = nobody || returner || (failure && !answer && ANY_MACHINES.stream().anyMatch(from::contains));
        return new Origin(machine, returner, failure, answer, domain, parties(message));
    }

    private static boolean isMachine(String author) {
        return MACHINES.stream().anyMatch(author::contains);
    }

    private static boolean isNobody(Header returnPath) {
        String path = returnPath.value().strip().toLowerCase(Locale.ROOT);
        return path.equals("<>") || path.startsWith("<mailer-daemon") || path.startsWith("mailer-daemon") || path.startsWith("<#@");
    }

    /// A person answers or passes on: `Re: Returned mail`.
    private static boolean isAnswer(String subject) {
        return !subject.endsWith("(delivery failed)") && Stream.of("re:", "fwd:", "fw:", "aw:", "wg:", "tr:", "rv:", "r:", "sv:", "antw:").anyMatch(subject::startsWith);
    }

    private static String oneWord(String from) {
        int at = from.indexOf('@');
        return at < 0 ? "" : from.substring(at + 1).replaceAll("[^a-z0-9.-].*", "");
    }

    private static Set<String> parties(Message message) {
        Set<String> all = new HashSet<>();
        List<String> names = new ArrayList<>(WRITERS);
        names.addAll(READERS);
        if (writesNobody(message)) {
            names.remove("x-original-to");
        }
        names.forEach(name -> message.headers().all(name).stream()
                .flatMap(field -> AddressScanner.addresses(field.value()).stream())
                .limit(100)
                .forEach(address -> all.add(address.toLowerCase(Locale.ROOT))));
        return all;
    }

    /// The DragonFly Mail Agent writes `From: MAILER-DAEMON <>`, and names the failed recipient in X-Original-To.
    private static boolean writesNobody(Message message) {
        return message.headers().first("from").filter(from -> from.value().contains("<>")).isPresent();
    }

    static String header(Message message, String name) {
        return message.headers().first(name).map(Header::text).orElse("");
    }

    /// Is it the address of one of those who send and receive the report, or of somebody who looks after mail?
    boolean isParty(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return parties.contains(lower) || isCaretaker(lower);
    }

    boolean isReader(String address) {
        return parties.contains(address.toLowerCase(Locale.ROOT));
    }

    static boolean isCaretaker(String address) {
        String local = address.substring(0, Math.max(address.lastIndexOf('@'), 0)).toLowerCase(Locale.ROOT);
        return local.equals("postmaster") || local.startsWith("mailer-daemon") || local.equals("mailerdaemon") || local.equals("abuse") || local.equals("hostmaster");
    }
}

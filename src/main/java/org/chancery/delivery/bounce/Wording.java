package org.chancery.delivery.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What servers say when something fails, in their own words and languages, and which status (RFC 3463 section 3) it is
/// worth. The first match in the order of the constants wins: `mailbox full` is told before `mailbox unavailable`, and
/// `no such user` before `rejected`, since people add the vague words to the plain ones and not the other way round.
enum Wording {
    FULL("2.2",
            "mailbox full", "mailbox is full", "mail box full", "mailbox has reached", "over quota", "overquota", "quota exceed", "exceeded quota",
            "exceeds quota", "exceeded storage", "exceeds allowed size", "quota violation", "disk quota", "disk space", "quota full", "exceeded the local limit", "space not enough", "storage quota",
            "exceeded its quota", "exceeded their quota", "insufficient disk", "maildir over", "mailfolder is full", "mailbox exceeds", "mailbox quota",
            "inbox is full", "out of storage", "user is over", "quota has been", "too many messages in", "too many messages on", "zuviele mails", "zu viele mails", "zu viele nachrichten", "disc quota", "allowed quota", "mailbox size limit exceeded",
            "full mailbox", "account is full", "storage limit", "space shortage", "not enough disk", "beyond its quota", "over the maximum",
            "over its quota", "over the quota", "over his quota", "mailbox usage", "quota reached", "ist voll", "postfach voll", "mailbox voll", "überfüllt", "speicherplatz",
            "boîte pleine", "boite pleine", "boîte aux lettres pleine", "quota dépassé", "buzón lleno", "buzón está lleno", "cuota excedida",
            "casella piena", "casella di posta piena", "caixa cheia", "caixa postal cheia", "caixa de correio cheia", "postvak vol",
            "переполнен", "容量", "いっぱい", "邮箱已满", "空间已满", "skrzynka przepełniona", "quotalimit"),
    GONE("2.1",
            "account disabled", "account has been disabled", "account is disabled", "account inactive", "account is inactive", "account not activated",
            "mailbox disabled", "mailbox is disabled", "mailbox has been disabled", "mailbox inactive", "mailbox is inactive", "inactive user",
            "user is inactive", "user inactive", "account suspended", "account has been suspended", "account is suspended", "user suspended",
            "account expired", "account is expired", "account has expired", "user disabled", "user is disabled", "address is administratively disabled",
            "disabled or discontinued", "no longer active", "no longer in use", "mailbox is not active", "account locked", "account is locked",
            "deactivated", "not been collected after", "discontinued", "temporarily disabled", "has been terminated", "account terminated",
            "no longer an employee", "no longer works", "account has been closed", "address has expired", "user has moved", "retired",
            "deaktiviert", "gesperrt", "désactivé", "inactif", "desactivad", "inattiv", "disattivat", "заблокирован", "停用", "禁用"),
    /// About the one who sends, though it sounds like an unknown recipient.
    SENDER("7.1",
            "sender address rejected", "domain of sender", "sender domain", "sender address does", "sender verify", "sender rejected", "invalid sender", "your ip", "reverse dns",
            "ptr record", "helo command", "envelope sender", "spammer", "spam filter"),
    NO_HOST("1.2",
            "host unknown", "unknown host", "host not found", "domain not found", "no such host", "no such domain", "unknown domain", "domain unknown",
            "bad destination system", "host or domain name not found", "name or service not known", "domain does not", "couldn't find any host",
            "could not find a mail exchanger", "name service error", "domain name not found", "no mx or a records", "no relevant answers", "all relevant mx records point",
            "no valid mx", "illegal host", "illegal domain", "invalid domain", "domain error", "domain is invalid", "null mx", "nxdomain", "unknown mail host",
            "name server: host", "no route to host", "can't find the host", "no data record of requested type", "dns domain"),
    UNKNOWN("1.1",
            "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown", "no such recipient", "unknown address",
            "no such address", "address unknown", "addressee unknown", "unknown local", "local part", "no mailbox", "no mail box", "no such mailbox", "mail-box not found", "bad_recipient", "not an active address", "mailbox not found",
            "mailbox does not exist", "mailbox unavailable", "invalid mailbox", "user not found", "user does not exist", "user doesn't exist",
            "recipient not found", "recipient does not exist", "recipient address rejected", "address not found", "address does not exist",
            "account that you tried to reach", "account does not exist", "unknown account", "no such account", "not a valid user",
            "not a valid mailbox", "not a valid recipient", "invalid recipient", "invalid user", "invalid address", "is invalid", "not listed in",
            "recipnotfound", "recipient name is not recognized", "not our customer", "no user", "receiver not found", "not found in directory",
            "no one by that name", "by that name", "user doesn't have", "not have an account", "n't have an account", "does not exist", "doesn't exist", "not exist", "isn't a valid",
            "couldn't be found", "could not be found", "can't be found", "wasn't found", "was not found", "no account", "not known", "unrouteable address", "unroutable address",
            "unknown destination", "bad destination mailbox", "not recognized", "not recognised", "no valid recipients", "invalid final delivery userid",
            "doesn't handle mail for", "unknown mailbox", "unknown or illegal", "illegal alias", "illegal user", "recipient rejected", "bad address",
            "bad mailbox", "list of valid users", "undeliverable address", "email account that you tried", "recipient no longer", "no longer valid",
            "not a known user", "unknown or invalid", "badrcptto", "virtual alias table", "virtual mailbox table", "local recipient table", "relay recipient table",
            "unbekannt", "existiert nicht", "nicht gefunden", "nicht bekannt", "nicht vorhanden", "nicht verfügbar", "kein solcher", "ungültig",
            "inconnu", "n'existe pas", "introuvable", "inexistant", "pas été trouvé", "non valide", "desconocid", "no existe", "inexistente", "no se encontr", "no se ha encontrado", "no válid",
            "sconosciut", "non esiste", "inesistente", "non trovat", "desconhecid", "não existe", "não encontrad", "não foi encontrad", "inválid", "onbekend", "bestaat niet", "niet gevonden",
            "nie istnieje", "nieznany", "brak takiego", "neexistuje", "neznámý", "okänd", "ukendt", "ukjent", "finns inte", "findes ikke", "ei löydy",
            "не существует", "не найден", "неизвестен", "non répertorié", "no se encuentra en el directorio", "неизвестный", "нет такого", "недействител", "no such person", "not our user",
            "存在しません", "見つかりません", "宛先不明", "不存在", "不正なアドレス", "查无此人", "找不到", "존재하지", "찾을 수 없"),
    SIZE("3.4",
            "message too large", "message too big", "message size exceeds", "message size exceeded", "max message size", "exceeds maximum message size", "exceeds the maximum", "size limit", "too large",
            "exceeds size limit", "message exceeds", "message is larger", "exceeded the maximum", "exceeds fixed", "maximum message size", "message larger than", "message length exceeds",
            "exceeds administrative limit", "message file too big", "zu groß", "trop volumineux", "demasiado grande", "troppo grande", "muito grande"),
    POLICY("7.1",
            "spam", "blocked", "whitelist", "requires confirmation", "blacklist", "blocklist", "block list", "black list", "dmarc", "spf", "dkim", "not authenticated", "unauthenticated", "authentication required", "sender id",
            "policy", "virus", "infected", "content rejected", "content filter", "prohibited", "message rejected", "message content", "unsolicited", "bulk mail", "junk",
            "relaying", "relay access", "relay denied", "to relay", "not a relay", "not relay", "open relay", "rcpthosts", "not accepting mail from", "not permitted", "not allowed", "permission", "sender denied", "sender rejected", "access denied", "reputation", "denied by",
            "restricted", "only accepts", "moderated", "not authorized", "unauthorized", "attachment", "uribl", "surbl", "spamhaus", "rbl", "poor reputation", "refused your message",
            "administrative prohibition", "suspicious", "phish", "malware", "banned", "rejected for", "filtered", "message refused", "mail refused", "listed in", "listed at", "listed on",
            "abgelehnt wegen", "verweigert", "not wanted", "does not want", "transaction failed", "rejected due", "classified as", "security", "spam score", "denied", "complaint"),
    LOOP("4.6", "too many hops", "mail loop", "loops back", "routing loop", "hop count", "loop detected", "forwarding loop", "delivered-to header"),
    EXPIRED("4.7",
            "delivery time expired", "message expired", "retry time", "retry timeout", "timed out", "timeout", "too long", "too old", "maximum delivery attempts",
            "attempts", "expired", "queue period", "giving up", "not responding", "undeliverable for", "unable to deliver for", "has been delayed", "delayed",
            "after more than", "not yet been delivered", "will keep trying", "will be retried", "will continue trying"),
    UNREACHABLE("4.1",
            "connection refused", "could not connect", "can't connect", "cannot connect", "unable to connect", "connection dropped", "connection lost", "connection reset",
            "network is unreachable", "no answer from host", "wasn't able to establish an smtp connection", "i couldn't find a", "all hosts", "did not accept our requests to connect", "socket error", "host is unreachable", "lost connection",
            "unable to relay", "connection failed", "connection closed", "try again later", "temporarily"),
    VAGUE_UNKNOWN("1.1",
            "not our", "unavailable", "not valid", "no local", "no such", "unknown", "not found", "invalid");

    private final String detail;
    private final List<String> phrases;

    Wording(String detail, String... phrases) {
        this.detail = detail;
        this.phrases = List.of(phrases);
    }

    /// Subject and detail of the status, without the class.
    String detail() {
        return detail;
    }

    boolean isPolicy() {
        return this == POLICY || this == SIZE || this == SENDER;
    }

    /// Does it say that the address itself is dead?
    boolean isDead() {
        return this == GONE || this == UNKNOWN || this == NO_HOST;
    }

    static Optional<Wording> of(String text) {
        String lower = withoutNames(text.toLowerCase(Locale.ROOT));
        int best = values().length;
        for (int i = 0; i + 1 < lower.length() && best > 0; i++) {
            for (Phrase phrase : Phrase.BY_BEGINNING.getOrDefault(Phrase.beginning(lower, i), List.of())) {
                if (phrase.wording().ordinal() < best && lower.startsWith(phrase.text(), i)) {
                    best = phrase.wording().ordinal();
                }
            }
        }
        return best == values().length ? Optional.empty() : Optional.of(values()[best]);
    }

    /// The phrases by their first two characters: a report may have a thousand recipients, and there are hundreds of phrases.
    private record Phrase(Wording wording, String text) {
        static final Map<Integer, List<Phrase>> BY_BEGINNING = Stream.of(Wording.values())
                .flatMap(wording -> wording.phrases.stream().map(text -> new Phrase(wording, text)))
                .collect(Collectors.groupingBy(phrase -> beginning(phrase.text(), 0)));

        static int beginning(String text, int at) {
            return text.charAt(at) << 16 | text.charAt(at + 1);
        }
    }

    /// Without names of hosts and addresses, so that `relay.example.org` and `spam@example.org` say nothing.
    private static String withoutNames(String text) {
        var words = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            String word = text.substring(start, end);
            if (!isName(word)) {
                words.append(word);
            }
            words.append(' ');
            start = end + 1;
        }
        return words.toString();
    }

    private static boolean isName(String word) {
        if (word.contains("recipnotfound")) {
            return false; // Exchange: RESOLVER.ADR.RecipNotFound
        }
        for (int i = word.indexOf('.'); i >= 0; i = word.indexOf('.', i + 1)) {
            if (i > 0 && i + 1 < word.length() && Character.isLetterOrDigit(word.charAt(i - 1)) && Character.isLetterOrDigit(word.charAt(i + 1))) {
                return true;
            }
        }
        return word.indexOf('@') >= 0;
    }
}

package org.chancery.moderation;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.notice.Language;
import org.chancery.posting.Order;

/// What somebody is told whose answer did not do what he may have meant, in the language of the list.
enum Sentence {
    COUNTED(
            "Your approval counts: {0} of {1}. The post still waits.",
            "Ihre Zustimmung zählt: {0} von {1}. Der Beitrag wartet noch.",
            "Votre accord est compté : {0} sur {1}. Le message attend encore.",
            "Su aprobación cuenta: {0} de {1}. El mensaje sigue en espera.",
            "あなたの承認を数えました({0}/{1})。投稿はまだ保留中です。"),
    OWN_POST(
            "This is your own post: somebody else has to approve it.",
            "Das ist Ihr eigener Beitrag: jemand anderes muss zustimmen.",
            "C''est votre propre message : quelqu''un d''autre doit l''approuver.",
            "Es su propio mensaje: debe aprobarlo otra persona.",
            "これはあなた自身の投稿です。他の人の承認が必要です。"),
    RELEASED(
            "Nothing was changed: the post was released already.",
            "Nichts wurde geändert: der Beitrag ist schon freigegeben.",
            "Rien n''a été changé : le message est déjà diffusé.",
            "No se cambió nada: el mensaje ya fue publicado.",
            "何も変更していません。この投稿はすでに承認されています。"),
    REJECTED(
            "Nothing was changed: the post was rejected already.",
            "Nichts wurde geändert: der Beitrag ist schon abgelehnt.",
            "Rien n''a été changé : le message est déjà rejeté.",
            "No se cambió nada: el mensaje ya fue rechazado.",
            "何も変更していません。この投稿はすでに却下されています。"),
    DISCARDED(
            "Nothing was changed: the post was discarded or withdrawn already.",
            "Nichts wurde geändert: der Beitrag ist schon verworfen oder zurückgezogen.",
            "Rien n''a été changé : le message est déjà jeté ou retiré.",
            "No se cambió nada: el mensaje ya fue descartado o retirado.",
            "何も変更していません。この投稿はすでに破棄または取り下げられています。"),
    EXPIRED(
            "Nothing was changed: the post has expired.",
            "Nichts wurde geändert: die Frist des Beitrags ist abgelaufen.",
            "Rien n''a été changé : le délai du message est écoulé.",
            "No se cambió nada: el mensaje ha caducado.",
            "何も変更していません。この投稿は期限切れです。"),
    UNCLEAR_MODERATOR(
            "Nothing was changed. The first line of your answer must be one of:\naccept\nreject REASON\ndiscard\nalways",
            "Nichts wurde geändert. Die erste Zeile der Antwort muss eine von diesen sein:\nannehmen\nablehnen GRUND\nverwerfen\nimmer",
            "Rien n''a été changé. La première ligne de la réponse doit être :\naccepter\nrejeter MOTIF\njeter\ntoujours",
            "No se cambió nada. La primera línea de la respuesta debe ser:\naceptar\nrechazar MOTIVO\ndescartar\nsiempre",
            "何も変更していません。返信の最初の行は次のどれかにしてください。\n承認\n却下 理由\n破棄\n常に"),
    UNCLEAR_POSTER(
            "Nothing was changed. To take your post back, the first line of your answer must be:\nwithdraw",
            "Nichts wurde geändert. Um Ihren Beitrag zurückzuziehen, muss die erste Zeile der Antwort lauten:\nzurückziehen",
            "Rien n''a été changé. Pour retirer votre message, la première ligne de la réponse doit être :\nretirer",
            "No se cambió nada. Para retirar su mensaje, la primera línea de la respuesta debe ser:\nretirar",
            "何も変更していません。投稿を取り下げるには、返信の最初の行を次のようにしてください。\n取り下げ");

    private final String[] patterns;

    /// In the order of [Language].
    Sentence(String... patterns) {
        this.patterns = patterns;
    }

    String in(MailingList list, Object... values) {
        Language language = Language.ofTag(list.settings().text(Setting.LANGUAGE)).orElse(Language.EN);
        return new MessageFormat(patterns[language.ordinal()], Locale.ROOT).format(values);
    }

    /// Empty when the decision did what was asked.
    static Optional<String> of(Ruling ruling, MailingList list) {
        return switch (ruling) {
            case Ruling.Done _, Ruling.TooLate _ -> Optional.empty();
            case Ruling.Counted(int have, int need, boolean _) -> Optional.of(COUNTED.in(list, have, need));
            case Ruling.OwnPost() -> Optional.of(OWN_POST.in(list));
            case Ruling.NotHeld(Order.State state) -> Optional.of(of(state).in(list));
        };
    }

    private static Sentence of(Order.State state) {
        return switch (state) {
            case ACCEPTED, DISTRIBUTED -> RELEASED;
            case REJECTED, REFUSED_UNTOLD -> REJECTED;
            case DISCARDED -> DISCARDED;
            case HELD, EXPIRED -> EXPIRED;
        };
    }
}

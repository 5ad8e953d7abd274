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
    FORWARDED(
            "The post was forwarded to {0}. It still waits for a decision.",
            "Der Beitrag wurde an {0} weitergeleitet. Er wartet weiter auf eine Entscheidung.",
            "Le message a été transféré à {0}. Il attend toujours une décision.",
            "El mensaje se reenvió a {0}. Sigue a la espera de una decisión.",
            "投稿を {0} に転送しました。投稿は引き続き保留中です。"),
    FORWARDED_BEFORE(
            "Nothing was sent: the post was forwarded there already.",
            "Nichts wurde gesendet: der Beitrag ist schon dorthin weitergeleitet.",
            "Rien n''a été envoyé : le message y a déjà été transféré.",
            "No se envió nada: el mensaje ya se había reenviado allí.",
            "何も送信していません。この投稿はすでに転送されています。"),
    FORWARD_ENCRYPTED(
            "Nothing was sent: the post came encrypted, so it is not shown to anybody outside.",
            "Nichts wurde gesendet: der Beitrag kam verschlüsselt und wird darum niemandem sonst gezeigt.",
            "Rien n''a été envoyé : le message est arrivé chiffré et n''est donc montré à personne d''autre.",
            "No se envió nada: el mensaje llegó cifrado, así que no se muestra a nadie más.",
            "何も送信していません。この投稿は暗号化されて届いたため、他の人には見せません。"),
    FORWARD_TOO_MANY(
            "Nothing was sent: a post can be forwarded to {0} addresses at most.",
            "Nichts wurde gesendet: ein Beitrag kann an höchstens {0} Adressen weitergeleitet werden.",
            "Rien n''a été envoyé : un message peut être transféré à {0} adresses au plus.",
            "No se envió nada: un mensaje puede reenviarse a {0} direcciones como máximo.",
            "何も送信していません。一つの投稿を転送できるのは {0} 個のアドレスまでです。"),
    FORWARD_TO_LIST(
            "Nothing was sent: {0} is a mailing list, and a held post goes to people only.",
            "Nichts wurde gesendet: {0} ist eine Mailingliste, und ein zurückgehaltener Beitrag geht nur an Personen.",
            "Rien n''a été envoyé : {0} est une liste de diffusion, et un message retenu ne va qu''à des personnes.",
            "No se envió nada: {0} es una lista de correo, y un mensaje retenido solo se envía a personas.",
            "何も送信していません。{0} はメーリングリストです。保留中の投稿は個人にだけ転送できます。"),
    UNCLEAR_MODERATOR(
            "Nothing was changed. The first line of your answer must be one of:\naccept\nreject REASON\ndiscard\nalways\nforward ADDRESS",
            "Nichts wurde geändert. Die erste Zeile der Antwort muss eine von diesen sein:\nannehmen\nablehnen GRUND\nverwerfen\nimmer\nweiterleiten ADRESSE",
            "Rien n''a été changé. La première ligne de la réponse doit être :\naccepter\nrejeter MOTIF\njeter\ntoujours\ntransférer ADRESSE",
            "No se cambió nada. La primera línea de la respuesta debe ser:\naceptar\nrechazar MOTIVO\ndescartar\nsiempre\nreenviar DIRECCIÓN",
            "何も変更していません。返信の最初の行は次のどれかにしてください。\n承認\n却下 理由\n破棄\n常に\n転送 アドレス"),
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
        return in(language(list), values);
    }

    static Language language(MailingList list) {
        return Language.ofTag(list.settings().text(Setting.LANGUAGE)).orElse(Language.EN);
    }

    String in(Language language, Object... values) {
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

    static Sentence of(Order.State state) {
        return switch (state) {
            case ACCEPTED, DISTRIBUTED -> RELEASED;
            case REJECTED, REFUSED_UNTOLD -> REJECTED;
            case DISCARDED -> DISCARDED;
            case HELD, EXPIRED -> EXPIRED;
        };
    }
}

package org.chancery.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.chancery.sender.Invitation;
import org.chancery.sender.Inviting;
import org.chancery.sender.PostingKey;
import org.chancery.web.Html.Attribute;

/// The page behind the mail that asks an address whether it wants to post with a key of its own. As on every such page a GET only shows; the
/// button acts. Who agreed makes a key here: it is shown once, and never mailed.
final class SenderPages {
    private final WebOptions.Services services;
    private final Pages pages;

    SenderPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    /// False when the token is not of such a mail.
    boolean show(Context context, String token, String nonceSubject) {
        Optional<Inviting.Found> found = services.senders().inviting().look(token);
        found.ifPresent(one -> page(context, nonceSubject, one));
        return found.isPresent();
    }

    private void page(Context context, String nonceSubject, Inviting.Found found) {
        String language = Tongue.of(context, found.list());
        boolean agreed = found.invitation().state() == Invitation.State.AGREED;
        String sentence = (agreed ? Wording.KEY_MAY : found.invitation().sender().isPresent() ? Wording.KEY_ADDRESS : Wording.KEY_INVITED)
                .in(language, "address", found.invitation().address().toString(), "list", found.list().address().toString());
        Html buttons = agreed
                ? button("key", Wording.KEY_MAKE.in(language))
                : Html.all(List.of(button("confirm", Wording.AGREE.in(language)), button("decline", Wording.KEY_NO.in(language)), button("never", Wording.KEY_NEVER.in(language))));
        pages.show(context, language, (agreed ? Wording.KEY_TITLE : Wording.CONFIRM_TITLE).in(language), Html.element("form", List.of(new Attribute("method", "post")), Html.all(List.of(
                JoinForms.hidden("nonce", services.forms().create(nonceSubject, services.clock().instant())), Html.element("p", Html.text(sentence)), buttons))));
    }

    private static Html button(String value, String text) {
        return Html.element("button", List.of(new Attribute("name", "decision"), new Attribute("value", value)), Html.text(text));
    }

    /// The caller has checked the hidden value. False when the token is not of such a mail.
    boolean act(Context context, String token, String nonceSubject) {
        Inviting inviting = services.senders().inviting();
        Optional<Inviting.Found> found = inviting.look(token);
        if (found.isEmpty()) {
            return false;
        }
        String language = Tongue.of(context, found.get().list());
        switch (JoinForms.sent(context, "decision")) {
            case "confirm" -> {
                inviting.agree(token, Optional.empty());
                show(context, token, nonceSubject);
            }
            case "key" -> key(context, language, inviting.makeKey(token, services.senders().verifiers()));
            case "decline", "never" -> {
                inviting.decline(token, JoinForms.sent(context, "decision").equals("never"));
                pages.show(context, language, Wording.DONE.in(language), Html.element("p", Html.text(Wording.DECLINED.in(language))));
            }
            default -> throw new BadRequestResponse();
        }
        return true;
    }

    private void key(Context context, String language, Optional<PostingKey> made) {
        if (made.isEmpty()) {
            pages.refuse(context, language, 404, Wording.KEY_FULL.in(language));
            return;
        }
        pages.show(context, language, Wording.KEY_TITLE.in(language), Html.all(OwnPages.shown(language, made.get())));
    }
}

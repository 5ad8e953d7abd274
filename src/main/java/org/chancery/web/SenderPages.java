package org.chancery.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.chancery.sender.Inviting;
import org.chancery.sender.Invitation;
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
        boolean agreed = found.invitation().state() == Invitation.State.AGREED;
        String sentence = agreed
                ? found.invitation().address() + " may post on " + found.list().address() + " with a key."
                : found.invitation().address() + " is to post on " + found.list().address() + " with a key of its own.";
        Html buttons = agreed
                ? button("key", "Make a key")
                : Html.all(List.of(button("confirm", "I agree"), button("decline", "I do not want this"), button("never", "Never ask me again")));
        pages.show(context, agreed ? "Your posting key" : "Please confirm", Html.element("form", List.of(new Attribute("method", "post")), Html.all(List.of(
                JoinForms.hidden("nonce", services.forms().create(nonceSubject, services.clock().instant())), Html.element("p", Html.text(sentence)), buttons))));
    }

    private static Html button(String value, String text) {
        return Html.element("button", List.of(new Attribute("name", "decision"), new Attribute("value", value)), Html.text(text));
    }

    /// The caller has checked the hidden value. False when the token is not of such a mail.
    boolean act(Context context, String token, String nonceSubject) {
        Inviting inviting = services.senders().inviting();
        if (inviting.look(token).isEmpty()) {
            return false;
        }
        switch (JoinForms.sent(context, "decision")) {
            case "confirm" -> {
                inviting.agree(token, Optional.empty());
                show(context, token, nonceSubject);
            }
            case "key" -> key(context, inviting.makeKey(token, services.senders().verifiers()));
            case "decline", "never" -> {
                inviting.decline(token, JoinForms.sent(context, "decision").equals("never"));
                pages.show(context, "Done", Html.element("p", Html.text("The request is thrown away. Nothing was changed.")));
            }
            default -> throw new BadRequestResponse();
        }
        return true;
    }

    private void key(Context context, Optional<PostingKey> made) {
        if (made.isEmpty()) {
            pages.refuse(context, 404, "No further key is made on this page. Ask the administrator of the site, please.");
            return;
        }
        context.header("Cache-Control", "no-store");
        pages.show(context, "Your posting key",
                Html.element("p", Html.text("Keep this key; it cannot be shown again. Put it into a header field of each post, or alone as its first line:")),
                Html.element("pre", Html.text("Authorised: " + made.get().reveal())));
    }
}

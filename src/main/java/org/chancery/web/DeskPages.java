package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.moderation.Bearer;
import org.chancery.moderation.Decider;
import org.chancery.moderation.Desk;
import org.chancery.moderation.HeldState;
import org.chancery.moderation.Ruling;
import org.chancery.moderation.Verb;
import org.chancery.web.Html.Attribute;

/// The page behind a mail about a held post: moderators decide on it, and an author takes the own post back. Programs open links
/// all day long, so a GET only shows; what acts is a POST with the value that this page alone gives out. The link is the token of
/// the mail, so whoever is handed the mail can use it: the page says so.
///
/// Example: `POST /m/rv3rta5c…` with `nonce=…&decision=reject&reason=off+topic`.
final class DeskPages {
    private static final String NO_SUCH_LINK = "This link is not valid, or its time is over. Nothing was changed.";
    private final WebOptions.Services services;
    private final Pages pages;

    DeskPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.get("/m/{token}", this::show);
        routes.post("/m/{token}", this::act);
    }

    private Optional<Bearer> bearer(Context context) {
        return services.moderation().keys().read(context.pathParam("token"));
    }

    private void show(Context context) {
        Optional<Bearer> bearer = bearer(context);
        Optional<Desk.View> view = bearer.flatMap(found -> services.moderation().desk().view(found.posting()));
        if (bearer.isEmpty() || view.isEmpty()) {
            pages.refuse(context, 404, NO_SUCH_LINK);
        } else if (view.get().state() != HeldState.HELD) {
            pages.show(context, "Nothing to do", Html.element("p", Html.text("This post waits no longer. It is " + word(view.get().state()) + ".")));
        } else {
            pages.show(context, "A post to " + bearer.get().list().address(), post(view.get()), form(context, bearer.get()));
        }
    }

    private static Html post(Desk.View view) {
        String approvals = view.approvals() > 1 ? "Approvals: " + view.approvers().size() + " of " + view.approvals() : "";
        return Html.all(List.of(
                line("From: " + view.author()), line("Subject: " + view.subject()), line("Received: " + view.at()),
                line("Held because: " + view.reason()), line("Rule: " + view.rule()), line(approvals),
                Html.element("pre", Html.text(view.text().isEmpty() ? "[Nothing of its content is shown here.]" : view.text()))));
    }

    private static Html line(String text) {
        return text.isEmpty() ? Html.text("") : Html.element("p", Html.text(text));
    }

    private Html form(Context context, Bearer bearer) {
        Html nonce = JoinForms.hidden("nonce", services.forms().create(subject(context), services.clock().instant()));
        return Html.element("form", List.of(new Attribute("method", "post")), nonce, bearer.isModerator() ? decisions(bearer) : button("withdraw", "Take the post back"));
    }

    private static Html decisions(Bearer bearer) {
        return Html.all(List.of(
                button("accept", "Accept"), button("always", "Accept, and always accept this author"), button("discard", "Discard without a word"),
                Html.element("p", Html.element("label", Html.text("Reason, read by the author of a rejected post: "),
                        Html.single("input", new Attribute("type", "text"), new Attribute("name", "reason"), new Attribute("maxlength", "1000")))),
                button("reject", "Reject"),
                Html.element("p", Html.text("You decide as " + bearer.address() + ". Do not hand on the mail with this link."))));
    }

    private static Html button(String value, String text) {
        return Html.element("button", List.of(new Attribute("name", "decision"), new Attribute("value", value)), Html.text(text));
    }

    private void act(Context context) {
        Optional<Bearer> bearer = bearer(context);
        if (bearer.isEmpty()) {
            pages.refuse(context, 404, NO_SUCH_LINK);
        } else if (!services.forms().holds(JoinForms.sent(context, "nonce"), subject(context), services.clock().instant())) {
            pages.refuse(context, 400, "This page is too old. Open the link again, please.");
        } else {
            Verb verb = verb(JoinForms.sent(context, "decision"));
            if (!bearer.get().may(verb)) {
                throw new BadRequestResponse();
            }
            Decider who = new Decider(bearer.get().address().key(), "web");
            tell(context, services.moderation().desk().decide(who, bearer.get().posting(), verb, JoinForms.sent(context, "reason"), () -> true));
        }
    }

    private static Verb verb(String decision) {
        return switch (decision) {
            case "accept" -> Verb.ACCEPT;
            case "always" -> Verb.ALWAYS;
            case "reject" -> Verb.REJECT;
            case "discard" -> Verb.DISCARD;
            case "withdraw" -> Verb.WITHDRAW;
            default -> throw new BadRequestResponse();
        };
    }

    private void tell(Context context, Ruling ruling) {
        String sentence = switch (ruling) {
            case Ruling.Done done -> "The post is " + done.word() + ".";
            case Ruling.Counted(int have, int need, boolean _) -> "Your approval counts: " + have + " of " + need + ". The post still waits.";
            case Ruling.OwnPost() -> "This is your own post: somebody else has to approve it.";
            case Ruling.NotHeld _, Ruling.TooLate _ -> "Nothing was changed: this post waits no longer.";
        };
        pages.show(context, "Done", Html.element("p", Html.text(sentence)));
    }

    private static String word(HeldState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String subject(Context context) {
        return "m " + context.pathParam("token").toLowerCase(Locale.ROOT);
    }
}

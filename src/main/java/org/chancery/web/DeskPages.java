package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.moderation.Advice;
import org.chancery.moderation.Bearer;
import org.chancery.moderation.Decider;
import org.chancery.moderation.Desk;
import org.chancery.moderation.Forwarding;
import org.chancery.moderation.HeldState;
import org.chancery.moderation.Ruling;
import org.chancery.moderation.Verb;
import org.chancery.notice.Language;
import org.chancery.web.Html.Attribute;

/// The page behind a mail about a held post: moderators decide on it, and an author takes the own post back. Programs open links
/// all day long, so a GET only shows; what acts is a POST with the value that this page alone gives out. The link is the token of
/// the mail, so whoever is handed the mail can use it: the page says so.
///
/// Example: `POST /m/rv3rta5c…` with `nonce=…&decision=reject&reason=off+topic`.
final class DeskPages {
    private final WebOptions.Services services;
    private final Pages pages;

    DeskPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.before("/m/{token}", Pages::unlisted);
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
            refuse(context, bearer, 404, Wording.NO_LINK);
            return;
        }
        String language = Tongue.of(context, bearer.get().list());
        if (view.get().state() != HeldState.HELD) {
            pages.show(context, language, Wording.NOTHING_TO_DO.in(language),
                    Html.paragraph(Wording.WAITS_NO_LONGER.in(language, "state", state(language, view.get().state().name()))));
        } else {
            pages.show(context, language, Wording.POST_TITLE.in(language, "list", bearer.get().list().address().toString()),
                    post(language, view.get()), form(context, language, bearer.get()),
                    bearer.get().isModerator() ? forwardForm(context, language) : Html.text(""));
        }
    }

    private void refuse(Context context, Optional<Bearer> bearer, int status, Wording why) {
        String language = bearer.map(known -> Tongue.of(context, known.list())).orElseGet(() -> Tongue.of(context));
        pages.refuse(context, language, status, why.in(language));
    }

    private static Html post(String language, Desk.View view) {
        String approvals = view.approvals() > 1 ? view.approvers().size() + " / " + view.approvals() : "";
        Html facts = Html.all(List.of(
                fact(language, Wording.FROM, view.author()), fact(language, Wording.SUBJECT, view.subject()), fact(language, Wording.RECEIVED, view.at().toString()),
                fact(language, Wording.BECAUSE, view.reason()), fact(language, Wording.RULE, view.rule()), fact(language, Wording.APPROVALS, approvals)));
        return Html.all(List.of(
                Html.element("dl", facts), Html.element("h2", Html.text(Wording.CONTENT.in(language))),
                Html.element("pre", Html.text(view.text().isEmpty() ? Wording.NO_CONTENT.in(language) : view.text()))));
    }

    private static Html fact(String language, Wording name, String value) {
        return value.isEmpty() ? Html.text("") : Html.all(List.of(Html.element("dt", Html.text(name.in(language))), Html.element("dd", Html.text(value))));
    }

    private Html form(Context context, String language, Bearer bearer) {
        Html nonce = JoinForms.hidden("nonce", services.forms().create(subject(context), services.clock().instant()));
        Html buttons = bearer.isModerator() ? decisions(language, bearer) : Html.all(List.of(
                Html.paragraph(Wording.WITHDRAW_INTRO.in(language)), Html.element("p", JoinForms.button("decision", "withdraw", Wording.WITHDRAW.in(language)))));
        return Html.element("form", List.of(new Attribute("method", "post")), nonce, buttons);
    }

    private static Html decisions(String language, Bearer bearer) {
        return Html.all(List.of(
                Html.element("p", JoinForms.button("decision", "accept", Wording.ACCEPT.in(language)), JoinForms.quiet("decision", "always", Wording.ALWAYS.in(language))),
                Html.element("p", Html.element("label", List.of(new Attribute("for", "reason")), Html.text(Wording.REASON.in(language))),
                        Html.element("textarea", List.of(
                                new Attribute("id", "reason"), new Attribute("name", "reason"), new Attribute("rows", "3"), new Attribute("maxlength", "1000")))),
                Html.element("p", JoinForms.quiet("decision", "reject", Wording.REJECT.in(language)), JoinForms.quiet("decision", "discard", Wording.DISCARD.in(language))),
                Html.element("p", List.of(new Attribute("class", "aside")), Html.text(Wording.DECIDE_AS.in(language, "address", bearer.address().toString())))));
    }

    /// A form of its own: Enter in a field presses the first button of its form.
    private Html forwardForm(Context context, String language) {
        return Html.element("form", List.of(new Attribute("method", "post")),
                JoinForms.hidden("nonce", services.forms().create(subject(context), services.clock().instant())),
                Html.element("h2", Html.text(Wording.FORWARD_TITLE.in(language))),
                Html.element("p", Html.element("label", List.of(new Attribute("for", "to")), Html.text(Wording.FORWARD_TO.in(language))), Html.single("input",
                        new Attribute("id", "to"), new Attribute("name", "to"), new Attribute("type", "text"), new Attribute("inputmode", "email"),
                        new Attribute("maxlength", "1300"), new Attribute("autocomplete", "off"), new Attribute("required", ""))),
                Html.element("p", Html.element("label", List.of(new Attribute("for", "note")), Html.text(Wording.FORWARD_NOTE.in(language))),
                        Html.element("textarea", List.of(
                                new Attribute("id", "note"), new Attribute("name", "note"), new Attribute("rows", "3"), new Attribute("maxlength", "1000")))),
                Html.element("p", JoinForms.quiet("decision", "forward", Wording.FORWARD.in(language))));
    }

    private static String state(String language, String name) {
        return Wording.valueOf("STATE_" + name.toUpperCase(Locale.ROOT)).in(language);
    }

    private void act(Context context) {
        Optional<Bearer> bearer = bearer(context);
        if (bearer.isEmpty()) {
            refuse(context, bearer, 404, Wording.NO_LINK);
        } else if (!services.forms().holds(JoinForms.sent(context, "nonce"), subject(context), services.clock().instant())) {
            refuse(context, bearer, 400, Wording.PAGE_OLD);
        } else if (JoinForms.sent(context, "decision").equals("forward")) {
            forward(context, bearer.get());
        } else {
            Verb verb = verb(JoinForms.sent(context, "decision"));
            if (!bearer.get().may(verb)) {
                throw new BadRequestResponse();
            }
            Decider who = new Decider(bearer.get().address().key(), "web");
            tell(context, Tongue.of(context, bearer.get().list()), services.moderation().desk().decide(who, bearer.get().posting(), verb, JoinForms.sent(context, "reason"), () -> true));
        }
    }

    private void forward(Context context, Bearer bearer) {
        String language = Tongue.of(context, bearer.list());
        if (!bearer.isModerator()) {
            throw new BadRequestResponse();
        }
        Optional<Advice> advice = Advice.of(JoinForms.sent(context, "to"), JoinForms.sent(context, "note"), bearer.address());
        if (advice.isEmpty()) {
            pages.refuse(context, language, 400, Wording.NO_ADDRESS.in(language));
            return;
        }
        Forwarding forwarding = services.moderation().desk().forward(new Decider(bearer.address().key(), "web"), bearer.posting(), advice.get(), () -> true);
        pages.show(context, language, Wording.DONE.in(language), Html.paragraph(forwarding.told(Language.ofTag(language).orElse(Language.EN))));
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

    private void tell(Context context, String language, Ruling ruling) {
        String sentence = switch (ruling) {
            case Ruling.Done done -> Wording.DECIDED.in(language, "state", state(language, done.word()));
            case Ruling.Counted(int have, int need, boolean _) -> Wording.COUNTED.in(language, "have", Integer.toString(have), "need", Integer.toString(need));
            case Ruling.OwnPost() -> Wording.OWN_POST.in(language);
            case Ruling.NotHeld _, Ruling.TooLate _ -> Wording.UNCHANGED.in(language);
        };
        pages.show(context, language, Wording.DONE.in(language), Html.paragraph(sentence));
    }

    private static String subject(Context context) {
        return "m " + context.pathParam("token").toLowerCase(Locale.ROOT);
    }
}

package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.subscription.Answer;
import org.chancery.subscription.Change;
import org.chancery.subscription.Proof;
import org.chancery.subscription.Request;
import org.chancery.subscription.Verification;
import org.chancery.token.ConfirmTokens;
import org.chancery.web.Html.Attribute;

/// The page behind a mail that asks for an answer. Programs open links all day long, so a GET only shows what would happen; what
/// acts is a POST with the value that this page alone gives out. Whatever else waits for the same address stands on it too.
///
/// Example: `POST /c/rv3rta5c…` with `nonce=…&decision=confirm`.
final class ConfirmPages {
    private static final int MAX_OTHERS = 100; // boxes on one page
    private final WebOptions.Services services;
    private final Pages pages;
    private final SenderPages senders;
    private final OwnPages own;

    ConfirmPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
        this.senders = new SenderPages(services, pages);
        this.own = new OwnPages(services, pages);
    }

    void at(RoutesConfig routes) {
        routes.before("/c/{token}", Pages::unlisted);
        routes.get("/c/{token}", this::show);
        routes.post("/c/{token}", this::act);
        own.at(routes);
    }

    private void show(Context context) {
        String token = context.pathParam("token");
        switch (services.subscriptions().look(token)) {
            case Verification.Nothing(), Verification.ForModerators _, Verification.Decided _ -> {
                if (!senders.show(context, token, subject(token)) && !own.show(context, token, subject(token))) {
                    refuse(context, Tongue.of(context), 404, Wording.NO_LINK);
                }
            }
            case Verification.Used(MailingList list, Request request) -> page(context, Tongue.of(context, list), token, Optional.empty(), request);
            case Verification.ForAddress(MailingList list, Request request) -> page(context, Tongue.of(context, list), token, Optional.of(request), request);
        }
    }

    private void refuse(Context context, String language, int status, Wording why) {
        pages.refuse(context, language, status, why.in(language));
    }

    private void page(Context context, String language, String token, Optional<Request> open, Request asked) {
        List<Request> others = services.subscriptions().awaiting(token).stream().filter(other -> other.id() != asked.id()).limit(MAX_OTHERS).toList();
        if (open.isEmpty() && others.isEmpty()) {
            pages.show(context, language, Wording.DONE.in(language), Html.paragraph(Wording.NOTHING_LEFT.in(language)));
            return;
        }
        List<Html> form = new ArrayList<>();
        form.add(JoinForms.hidden("nonce", services.forms().create(subject(token), services.clock().instant())));
        open.ifPresent(request -> form.add(Html.paragraph(sentence(language, request))));
        if (!others.isEmpty()) {
            form.add(boxes(language, open.isPresent() ? Wording.ALSO : Wording.WAITS, others));
        }
        form.add(Html.element("p", JoinForms.button("decision", "confirm", Wording.AGREE.in(language)), JoinForms.quiet("decision", "decline", Wording.DECLINE.in(language))));
        pages.show(context, language, Wording.CONFIRM_TITLE.in(language), Html.element("form", List.of(new Attribute("method", "post")), Html.all(form)),
                Html.element("p", List.of(new Attribute("class", "aside")), Html.text(Wording.ACTS_ONLY.in(language))));
    }

    private Html boxes(String language, Wording legend, List<Request> others) {
        return Html.element("fieldset", Html.element("legend", Html.text(legend.in(language))),
                Html.all(others.stream().map(other -> box(other, sentence(language, other))).toList()));
    }

    private static Html box(Request request, String sentence) {
        return Html.element("p", Html.element("label",
                Html.single("input", new Attribute("type", "checkbox"), new Attribute("name", "also"), new Attribute("value", ConfirmTokens.id(request.id()))),
                Html.text(" " + sentence)));
    }

    private String sentence(String language, Request request) {
        String list = services.lists().find(request.list()).map(found -> found.address().toString()).orElseGet(() -> Wording.GONE_LIST.in(language));
        String address = request.address().toString();
        return switch (request.change()) {
            case Change.Join _, Change.Invited _ -> Wording.BECOMES.in(language, "address", address, "list", list);
            case Change.Leave() -> Wording.LEAVES.in(language, "address", address, "list", list);
            case Change.Choose(Map<Choice, String> choices) -> Wording.SET.in(language, "address", address, "list", list, "choices", choices.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey()).map(choice -> choice.getKey().word() + " " + choice.getValue()).collect(Collectors.joining(", ")));
            case Change.GiveUp(Address to) -> Wording.GIVES_UP.in(language, "address", address, "to", to.toString());
            case Change.Prefer(Address to) -> Wording.PREFERS.in(language, "address", address, "to", to.toString());
            case Change.TakeOver(Address from) -> Wording.TAKES_OVER.in(language, "address", address, "from", from.toString());
        };
    }

    private void act(Context context) {
        String token = context.pathParam("token");
        Instant now = services.clock().instant();
        Optional<MailingList> inviting = services.senders().inviting().listOf(token);
        Optional<MailingList> list = services.subscriptions().listOf(token).or(() -> inviting);
        String language = list.map(known -> Tongue.of(context, known)).orElseGet(() -> Tongue.of(context));
        boolean isOwn = list.isEmpty() && own.knows(token);
        if (list.isEmpty() && !isOwn) {
            refuse(context, language, 404, Wording.NO_LINK);
        } else if (!services.forms().holds(JoinForms.sent(context, "nonce"), subject(token), now)) {
            refuse(context, language, 400, Wording.PAGE_OLD);
        } else if (isOwn) {
            own.act(context, token, subject(token));
        } else if (inviting.isEmpty() || !senders.act(context, token, subject(token))) {
            decide(context, language, token);
        }
    }

    private void decide(Context context, String language, String token) {
        Answer answer = switch (JoinForms.sent(context, "decision")) {
            case "confirm" -> confirm(context, token);
            case "decline" -> services.subscriptions().decline(token);
            default -> throw new BadRequestResponse();
        };
        switch (answer) {
            case DONE, TAKEN -> done(context, language, Wording.TAKEN);
            case WAITS -> done(context, language, Wording.TAKEN_WAITS);
            case DECLINED -> done(context, language, Wording.DECLINED);
            case CLOSED -> refuse(context, language, 404, Wording.CLOSED);
            case NOT_ASKED, UNKNOWN -> refuse(context, language, 404, Wording.NO_LINK);
        }
    }

    private void done(Context context, String language, Wording what) {
        pages.show(context, language, Wording.DONE.in(language), Html.paragraph(what.in(language)));
    }

    /// The boxes first: the token may be used, and then it still opens this page.
    private Answer confirm(Context context, String token) {
        for (String other : context.formParams("also").stream().limit(MAX_OTHERS).toList()) {
            ConfirmTokens.readId(other).ifPresent(id -> services.subscriptions().confirmAlso(token, id));
        }
        return services.subscriptions().confirm(token, new Proof.Page());
    }

    private static String subject(String token) {
        return "c " + token.toLowerCase(Locale.ROOT);
    }
}

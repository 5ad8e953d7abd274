package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private static final String NO_SUCH_LINK = "This link is not valid, or its time is over. Nothing was changed.";
    private static final int MAX_OTHERS = 100; // boxes on one page
    private final WebOptions.Services services;
    private final Pages pages;
    private final SenderPages senders;

    ConfirmPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
        this.senders = new SenderPages(services, pages);
    }

    void at(RoutesConfig routes) {
        routes.get("/c/{token}", this::show);
        routes.post("/c/{token}", this::act);
    }

    private void show(Context context) {
        String token = context.pathParam("token");
        switch (services.subscriptions().look(token)) {
            case Verification.Nothing(), Verification.ForModerators _, Verification.Decided _ -> {
                if (!senders.show(context, token, subject(token))) {
                    pages.refuse(context, 404, NO_SUCH_LINK);
                }
            }
            case Verification.Used(MailingList _, Request request) -> page(context, token, Optional.empty(), request);
            case Verification.ForAddress(MailingList _, Request request) -> page(context, token, Optional.of(request), request);
        }
    }

    private void page(Context context, String token, Optional<Request> open, Request asked) {
        List<Request> others = services.subscriptions().awaiting(token).stream().filter(other -> other.id() != asked.id()).limit(MAX_OTHERS).toList();
        if (open.isEmpty() && others.isEmpty()) {
            pages.show(context, "Done", Html.element("p", Html.text("This was answered already; nothing is left to do.")));
            return;
        }
        List<Html> form = new ArrayList<>();
        form.add(JoinForms.hidden("nonce", services.forms().create(subject(token), services.clock().instant())));
        open.ifPresent(request -> form.add(Html.element("p", Html.text(sentence(request)))));
        if (!others.isEmpty()) {
            form.add(Html.element("p", Html.text(open.isPresent() ? "This waits for you too; tick what you agree to:" : "This waits for you; tick what you agree to:")));
            others.forEach(other -> form.add(box(other)));
        }
        form.add(button("confirm", "I agree"));
        form.add(button("decline", "I did not ask for this"));
        pages.show(context, "Please confirm", Html.element("form", List.of(new Attribute("method", "post")), Html.all(form)));
    }

    private static Html box(Request request, String sentence) {
        return Html.element("p", Html.element("label",
                Html.single("input", new Attribute("type", "checkbox"), new Attribute("name", "also"), new Attribute("value", ConfirmTokens.id(request.id()))),
                Html.text(" " + sentence)));
    }

    private Html box(Request request) {
        return box(request, sentence(request));
    }

    private static Html button(String value, String text) {
        return Html.element("button", List.of(new Attribute("name", "decision"), new Attribute("value", value)), Html.text(text));
    }

    private String sentence(Request request) {
        String list = services.lists().find(request.list()).map(found -> found.address().toString()).orElse("a list that is gone");
        return switch (request.change()) {
            case Change.Join _, Change.Invited _ -> request.address() + " becomes a member of " + list + ".";
            case Change.Leave() -> request.address() + " leaves " + list + ".";
            case Change.Choose(Map<Choice, String> choices) -> "For " + request.address() + " on " + list + " is set: " + choices.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey()).map(choice -> choice.getKey().word() + " " + choice.getValue()).collect(Collectors.joining(", ")) + ".";
            case Change.GiveUp(Address to) -> "All memberships of " + request.address() + " move to " + to + ", once that address agrees too.";
            case Change.TakeOver(Address from) -> request.address() + " takes over all memberships of " + from + ".";
        };
    }

    private void act(Context context) {
        String token = context.pathParam("token");
        Instant now = services.clock().instant();
        boolean sender = services.senders().inviting().listOf(token).isPresent();
        if (services.subscriptions().listOf(token).isEmpty() && !sender) {
            pages.refuse(context, 404, NO_SUCH_LINK);
        } else if (!services.forms().holds(JoinForms.sent(context, "nonce"), subject(token), now)) {
            pages.refuse(context, 400, "This page is too old. Open the link again, please.");
        } else if (!sender || !senders.act(context, token, subject(token))) {
            decide(context, token);
        }
    }

    private void decide(Context context, String token) {
        Answer answer = switch (JoinForms.sent(context, "decision")) {
            case "confirm" -> confirm(context, token);
            case "decline" -> services.subscriptions().decline(token);
            default -> throw new BadRequestResponse();
        };
        switch (answer) {
            case DONE, TAKEN -> pages.show(context, "Done", Html.element("p", Html.text("Your answer was taken.")));
            case WAITS -> pages.show(context, "Done", Html.element("p", Html.text("Your answer was taken. The moderators of the list decide now; you will get a mail.")));
            case DECLINED -> pages.show(context, "Done", Html.element("p", Html.text("The request is thrown away. Nothing was changed.")));
            case CLOSED -> pages.refuse(context, 404, "The list is closed and takes no members. Nothing was changed.");
            case NOT_ASKED, UNKNOWN -> pages.refuse(context, 404, NO_SUCH_LINK);
        }
    }

    /// The boxes first: the token may be used, and then it still opens this page.
    private Answer confirm(Context context, String token) {
        for (String other : context.formParams("also").stream().limit(MAX_OTHERS).toList()) {
            ConfirmTokens.readId(other).ifPresent(id -> services.subscriptions().confirmAlso(token, id));
        }
        return services.subscriptions().confirm(token, new Proof.Page());
    }

    private static String subject(String token) {
        return "c " + token.toLowerCase(java.util.Locale.ROOT);
    }
}

package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Door;
import org.chancery.notice.EvenPace;
import org.chancery.subscription.Wish;
import org.chancery.web.Html.Attribute;

/// The form of a list by which anybody asks to join or leave. What it says afterwards is the same for each address: what really
/// happens is told to that address by mail.
///
/// Example: `POST /lists/talk@lists.example.org/join` with `address=ann@example.net&wish=join`.
final class JoinForms {
    private static final int MAX_NAME = 100; // a person's name, and no letter
    private final WebOptions.Services services;
    private final Pages pages;

    JoinForms(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.get("/lists/{address}/join", this::show);
        routes.post("/lists/{address}/join", this::take);
    }

    private void show(Context context) {
        MailingList list = list(context);
        String nonce = services.forms().create(subject(list), services.clock().instant());
        pages.show(context, "Join or leave " + list.address(),
                Html.element("p", Html.text("We write to the address you give here; nothing happens before that mail is answered.")),
                Html.element("form", List.of(new Attribute("method", "post")),
                        hidden("nonce", nonce),
                        field("address", "email", "Your address"),
                        field("name", "text", "Your name (may stay empty)"),
                        button("join", "Join"), button("leave", "Leave")));
    }

    static Html hidden(String name, String value) {
        return Html.single("input", new Attribute("type", "hidden"), new Attribute("name", name), new Attribute("value", value));
    }

    private static Html field(String name, String type, String label) {
        return Html.element("p", Html.element("label", Html.text(label + " "),
                Html.single("input", new Attribute("type", type), new Attribute("name", name), new Attribute("maxlength", "254"))));
    }

    private static Html button(String value, String text) {
        return Html.element("button", List.of(new Attribute("name", "wish"), new Attribute("value", value)), Html.text(text));
    }

    /// A list that is not advertised has no form either: asking gives the answer of any unknown path.
    private MailingList list(Context context) {
        Lists lists = services.lists();
        return Address.parse(context.pathParam("address")).toOptional().flatMap(lists::find)
                .filter(list -> list.settings().flag(Setting.ADVERTISED) && list.state() == MailingList.State.OPEN)
                .orElseThrow(NotFoundResponse::new);
    }

    private void take(Context context) {
        MailingList list = list(context);
        if (!services.forms().holds(sent(context, "nonce"), subject(list), services.clock().instant())) {
            pages.refuse(context, 400, "This form is too old. Open it again, please.");
            return;
        }
        switch (Address.parse(sent(context, "address").strip())) {
            case Parsed.Malformed<Address> _ -> pages.refuse(context, 400, "That is not an address that mail can be sent to.");
            case Parsed.Value<Address>(Address address) -> ask(context, list, address);
        }
    }

    private void ask(Context context, MailingList list, Address address) {
        String name = sent(context, "name").strip();
        Wish wish = Wish.of(list, address, Door.FORM, Asker.ANYBODY).named(name.length() > MAX_NAME || !isPrintable(name) ? "" : name);
        EvenPace pace = EvenPace.begin();
        switch (sent(context, "wish")) {
            case "join" -> services.subscriptions().join(wish);
            case "leave" -> services.subscriptions().leave(wish);
            default -> throw new BadRequestResponse();
        }
        pace.waitForStep();
        pages.show(context, "Look into your mail", Html.element("p", Html.text(
                "If there is something to confirm, a mail is on its way to the address you gave. We write to each address once a day at most.")));
    }

    private static boolean isPrintable(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    static String sent(Context context, String field) {
        return context.isFormUrlencoded() || context.isMultipartFormData() ? Optional.ofNullable(context.formParam(field)).orElse("") : "";
    }

    private static String subject(MailingList list) {
        return "join " + list.address().key();
    }
}

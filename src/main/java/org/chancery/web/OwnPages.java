package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.administration.OwnSender;
import org.chancery.administration.SenderPasswords;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.notice.EvenPace;
import org.chancery.sender.Credential;
import org.chancery.sender.Invitations;
import org.chancery.sender.OwnLinks;
import org.chancery.sender.PostingKey;
import org.chancery.sender.SenderLink;
import org.chancery.web.Html.Attribute;

/// The page on which an authorised sender makes keys, sets his password and changes his addresses, and the one on which an old address takes a
/// change back. The link to either came by mail; a GET only shows, and each act is a POST with the value that the page gives out.
///
/// Example: `POST /c/rv3rta5c…` with `nonce=…&decision=password&password=…&again=…`.
final class OwnPages {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final String ASKING = "sender";
    private static final JoinForms.Field EMAIL = new JoinForms.Field("address", "email", "email", true);
    private final WebOptions.Services services;
    private final Pages pages;

    OwnPages(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    /// Where anybody asks for the link; it goes to the address alone.
    void at(RoutesConfig routes) {
        routes.get("/sender", this::form);
        routes.post("/sender", this::mail);
    }

    private void form(Context context) {
        String language = Tongue.of(context);
        pages.show(context, language, Wording.OWN_ASK_TITLE.in(language), Html.paragraph(Wording.OWN_ASK_INTRO.in(language)),
                form(ASKING, JoinForms.field(EMAIL, Wording.JOIN_ADDRESS.in(language)), line(JoinForms.button("decision", "mail", Wording.OWN_ASK_BUTTON.in(language)))));
    }

    /// The same answer at the same pace, whether or not the address is a sender's.
    private void mail(Context context) {
        String language = Tongue.of(context);
        Instant now = services.clock().instant();
        if (!services.forms().holds(JoinForms.sent(context, "nonce"), ASKING, now)) {
            pages.refuse(context, language, 400, Wording.FORM_OLD.in(language));
            return;
        }
        switch (Address.parse(JoinForms.sent(context, "address").strip())) {
            case Parsed.Malformed<Address> _ -> pages.refuse(context, language, 400, Wording.NO_ADDRESS.in(language));
            case Parsed.Value<Address>(Address address) -> {
                EvenPace pace = EvenPace.begin();
                services.senders().links().mailPage(address, new Act(now, "anybody", "web", "sender.page", address.key(), "asked for on the form"));
                pace.waitForStep();
                pages.show(context, language, Wording.SENT_TITLE.in(language), Html.paragraph(Wording.OWN_SENT.in(language)));
            }
        }
    }

    boolean knows(String token) {
        return services.senders().links().look(token).isPresent();
    }

    /// False when the token is of no such link.
    boolean show(Context context, String token, String nonceSubject) {
        Optional<OwnLinks.Found> found = services.senders().links().look(token);
        found.ifPresent(own -> show(context, own, nonceSubject, List.of()));
        return found.isPresent();
    }

    private void show(Context context, OwnLinks.Found own, String nonceSubject, List<Html> first) {
        String language = Tongue.of(context);
        switch (own.link().purpose()) {
            case PAGE -> pages.show(context, language, Wording.OWN_TITLE.in(language, "address", own.link().address().toString()),
                    Html.all(first), new Whole(own, language, nonceSubject).page());
            case UNDO -> pages.show(context, language, Wording.UNDO_TITLE.in(language),
                    Html.paragraph(Wording.UNDO_INTRO.in(language, "addresses", own.link().before().stream().map(Address::toString).collect(Collectors.joining(", ")))),
                    form(nonceSubject, line(JoinForms.button("decision", "undo", Wording.UNDO_BUTTON.in(language)))),
                    aside(Wording.ACTS_ONLY.in(language)));
        }
    }

    /// One rendering of the own page.
    private final class Whole {
        private final OwnLinks.Found own;
        private final String language;
        private final String nonceSubject;
        private final List<Credential> credentials;

        Whole(OwnLinks.Found own, String language, String nonceSubject) {
            this.own = own;
            this.language = language;
            this.nonceSubject = nonceSubject;
            this.credentials = services.own().credentials(own);
        }

        Html page() {
            return Html.all(List.of(lists(), keys(), services.own().mayHavePassword() ? password() : Html.all(List.of()), addresses(), aside(Wording.OWN_WARNING.in(language))));
        }

        private Html lists() {
            List<Html> items = services.own().grants(own).stream()
                    .map(grant -> Html.element("li", Html.text(grant.name() + (grant.paused() ? " " + Wording.OWN_PAUSED.in(language) : "")))).toList();
            return section(Wording.OWN_LISTS, items.isEmpty() ? Html.paragraph(Wording.OWN_NO_LISTS.in(language)) : Html.element("ul", Html.all(items)));
        }

        private Html keys() {
            List<Html> items = credentials.stream().filter(one -> one.kind() != Credential.Kind.PASSWORD).map(this::key).toList();
            return section(Wording.OWN_KEYS, Html.element("ul", Html.all(items)),
                    form(nonceSubject, line(JoinForms.button("decision", "key", Wording.KEY_MAKE.in(language)))));
        }

        private Html key(Credential key) {
            return Html.element("li", Html.text(key.kid() + " " + key.label() + ", " + DAY.format(key.created())), ending(key.kid(), Wording.OWN_END_KEY));
        }

        private Html ending(String kid, Wording button) {
            return form(nonceSubject, JoinForms.hidden("what", kid), line(JoinForms.quiet("decision", "end", button.in(language))));
        }

        private Html password() {
            Html set = form(nonceSubject, Html.paragraph(Wording.OWN_PASSWORD_RULE.in(
                            language, "min", Integer.toString(SenderPasswords.MIN_LENGTH), "max", Integer.toString(SenderPasswords.MAX_LENGTH))),
                    JoinForms.field(secret("password"), Wording.OWN_PASSWORD_FIELD.in(language)),
                    JoinForms.field(secret("again"), Wording.OWN_PASSWORD_AGAIN.in(language)),
                    line(JoinForms.button("decision", "password", Wording.OWN_PASSWORD_SET.in(language))));
            return section(Wording.OWN_PASSWORD, set, Html.all(credentials.stream().filter(one -> one.kind() == Credential.Kind.PASSWORD)
                    .map(one -> ending(one.kid(), Wording.OWN_PASSWORD_END)).toList()));
        }

        private Html addresses() {
            List<Html> items = own.sender().addresses().stream().map(address -> address.equals(own.sender().primary())
                    ? Html.element("li", Html.text(address + " " + Wording.OWN_PRIMARY.in(language)))
                    : Html.element("li", Html.text(address.toString()), form(nonceSubject, JoinForms.hidden("what", address.toString()), line(
                            JoinForms.quiet("decision", "prefer", Wording.OWN_PREFER.in(language)), JoinForms.quiet("decision", "remove", Wording.OWN_REMOVE.in(language))))))
                    .toList();
            return section(Wording.OWN_ADDRESSES, Html.element("ul", Html.all(items)),
                    form(nonceSubject, JoinForms.field(EMAIL, Wording.OWN_NEW_ADDRESS.in(language)), line(JoinForms.button("decision", "ask", Wording.OWN_ASK_ADDRESS.in(language)))));
        }

        private Html section(Wording title, Html... inside) {
            return Html.all(List.of(Html.element("h2", Html.text(title.in(language))), Html.all(List.of(inside))));
        }
    }

    private Html form(String nonceSubject, Html... inside) {
        List<Html> all = new ArrayList<>(List.of(JoinForms.hidden("nonce", services.forms().create(nonceSubject, services.clock().instant()))));
        all.addAll(List.of(inside));
        return Html.element("form", List.of(new Attribute("method", "post")), Html.all(all));
    }

    private static JoinForms.Field secret(String name) {
        return new JoinForms.Field(name, "password", "new-password", true);
    }

    private static Html line(Html... inside) {
        return Html.element("p", inside);
    }

    private static Html aside(String text) {
        return Html.element("p", List.of(new Attribute("class", "aside")), Html.text(text));
    }

    /// The caller has checked the hidden value, and that the link is known here.
    void act(Context context, String token, String nonceSubject) {
        OwnLinks.Found own = services.senders().links().look(token).orElseThrow(NotFoundResponse::new);
        switch (own.link().purpose()) {
            case PAGE -> after(context, token, nonceSubject, done(context, own));
            case UNDO -> undo(context, own);
        }
    }

    private void undo(Context context, OwnLinks.Found own) {
        if (!JoinForms.sent(context, "decision").equals("undo")) {
            throw new BadRequestResponse();
        }
        String language = Tongue.of(context);
        if (services.senders().links().undo(own)) {
            pages.show(context, language, Wording.DONE.in(language), Html.paragraph(Wording.UNDONE.in(language)));
        } else {
            pages.refuse(context, language, 404, Wording.NO_LINK.in(language));
        }
    }

    /// What came of an act: a sentence, or more that is seen once. `failed`: nothing was changed.
    private record Outcome(boolean failed, List<Html> said) {
        static Outcome done(String text) {
            return new Outcome(false, List.of(Html.paragraph(text)));
        }

        static Outcome failed(String text) {
            return new Outcome(true, List.of(Html.paragraph(text)));
        }
    }

    /// The act may have ended the link itself: then only what came of it is shown.
    private void after(Context context, String token, String nonceSubject, Outcome outcome) {
        context.status(outcome.failed() ? 400 : 200);
        String language = Tongue.of(context);
        services.senders().links().look(token).ifPresentOrElse(
                own -> show(context, own, nonceSubject, outcome.said()),
                () -> pages.show(context, language, Wording.DONE.in(language), Html.all(outcome.said())));
    }

    private Outcome done(Context context, OwnLinks.Found own) {
        String language = Tongue.of(context);
        OwnSender acts = services.own();
        return switch (JoinForms.sent(context, "decision")) {
            case "key" -> acts.makeKey(own).map(key -> new Outcome(false, shown(language, key))).orElseGet(() -> Outcome.failed(Wording.OWN_NO_KEY.in(language)));
            case "end" -> said(language, acts.end(own, JoinForms.sent(context, "what")), Wording.OWN_ENDED);
            case "password" -> password(context, own);
            case "ask" -> ask(language, own, JoinForms.sent(context, "address"));
            case "prefer" -> said(language, address(context).filter(address -> acts.prefer(own, address)).isPresent(), Wording.OWN_CHANGED);
            case "remove" -> said(language, address(context).filter(address -> acts.remove(own, address)).isPresent(), Wording.OWN_CHANGED);
            default -> throw new BadRequestResponse();
        };
    }

    private static Optional<Address> address(Context context) {
        return Address.parse(JoinForms.sent(context, "what")).toOptional();
    }

    private static Outcome said(String language, boolean done, Wording sentence) {
        return done ? Outcome.done(sentence.in(language)) : Outcome.failed(Wording.OWN_UNCHANGED.in(language));
    }

    static List<Html> shown(String language, PostingKey key) {
        return List.of(Html.paragraph(Wording.KEY_KEEP.in(language)), Html.element("pre", Html.text("Authorised: " + key.reveal())));
    }

    private Outcome password(Context context, OwnLinks.Found own) {
        String language = Tongue.of(context);
        String password = JoinForms.sent(context, "password");
        if (!password.equals(JoinForms.sent(context, "again"))) {
            return Outcome.failed(Wording.OWN_PASSWORD_DIFFER.in(language));
        }
        return services.own().choose(own, password).map(fault -> Outcome.failed(sentence(fault).in(language)))
                .orElseGet(() -> Outcome.done(Wording.OWN_PASSWORD_DONE.in(language)));
    }

    private static Wording sentence(SenderPasswords.Fault fault) {
        return switch (fault) {
            case FORM -> Wording.OWN_PASSWORD_FORM;
            case GUESSABLE -> Wording.OWN_PASSWORD_GUESSABLE;
            case LOGIN -> Wording.OWN_PASSWORD_LOGIN;
            case NOT_ALLOWED, GONE -> Wording.OWN_UNCHANGED;
        };
    }

    /// Whether the address belongs to somebody else is not told: an address that is asked answers or does not.
    private Outcome ask(String language, OwnLinks.Found own, String text) {
        return switch (Address.parse(text.strip())) {
            case Parsed.Malformed<Address> _ -> Outcome.failed(Wording.NO_ADDRESS.in(language));
            case Parsed.Value<Address>(Address address) -> switch (services.own().askAddress(own, address)) {
                case Invitations.Outcome.MAILED, Invitations.Outcome.OPEN_ALREADY -> Outcome.done(Wording.OWN_ASKED.in(language));
                case Invitations.Outcome.NOT_NOW -> Outcome.failed(Wording.OWN_NOT_NOW.in(language));
            };
        };
    }
}

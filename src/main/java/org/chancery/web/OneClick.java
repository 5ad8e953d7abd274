package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.MembershipNumber;
import org.chancery.list.Role;
import org.chancery.web.Html.Attribute;

/// One-click unsubscribe (RFC 8058). The POST is the signal, because programs open the links of mails all day long: a GET
/// only shows a button. The answer is never a redirect and asks for neither cookie nor login; whoever repeats the POST
/// gets the same answer. Only the membership that the token names is ended, and only the one that receives posts.
///
/// Example: `POST /leave/aaaaaaaaaeq4…` with the body `List-Unsubscribe=One-Click`.
final class OneClick {
    private static final String KEY = "List-Unsubscribe";
    private static final String VALUE = "One-Click";

    private final WebOptions.Services services;
    private final Pages pages;

    OneClick(WebOptions.Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.before("/leave/{token}", Pages::unlisted);
        routes.get("/leave/{token}", this::ask);
        routes.post("/leave/{token}", this::leave);
    }

    private void ask(Context context) {
        Optional<MailingList> list = number(context).flatMap(this::membership).flatMap(member -> services.lists().find(member.list()));
        list.ifPresentOrElse(found -> show(context, found), () -> refuse(context));
    }

    private void show(Context context, MailingList list) {
        String language = Tongue.of(context, list);
        String address = list.address().toString();
        pages.show(context, language, Wording.LEAVE_TITLE.in(language, "list", address),
                Html.element("p", Html.text(Wording.LEAVE_INTRO.in(language, "list", address))),
                Html.element("form", List.of(new Attribute("method", "post")),
                        Html.single("input", new Attribute("type", "hidden"), new Attribute("name", KEY), new Attribute("value", VALUE)),
                        Html.element("button", Html.text(Wording.LEAVE_BUTTON.in(language)))),
                Html.element("p", List.of(new Attribute("class", "aside")), Html.text(Wording.LEAVE_WARNING.in(language))));
    }

    private void refuse(Context context) {
        String language = Tongue.of(context);
        pages.refuse(context, language, 404, Wording.LEAVE_NO_LINK.in(language));
    }

    private void leave(Context context) {
        Optional<MembershipNumber> number = number(context);
        if (number.isEmpty()) {
            refuse(context);
            return;
        }
        if (!VALUE.equals(signal(context))) {
            throw new BadRequestResponse();
        }
        number.flatMap(this::membership).ifPresent(this::end);
        String language = Tongue.of(context);
        pages.show(context, language, Wording.DONE.in(language), Html.element("p", Html.text(Wording.LEFT.in(language))));
    }

    /// The value of the one form field, from either kind of form that RFC 8058 section 3.2 allows; empty text for all else.
    private static String signal(Context context) {
        if (!context.isFormUrlencoded() && !context.isMultipartFormData()) {
            return "";
        }
        return Optional.ofNullable(context.formParam(KEY)).orElse("");
    }

    private Optional<MembershipNumber> number(Context context) {
        return services.tokens().read(context.pathParam("token")).map(MembershipNumber::new);
    }

    private Optional<Member> membership(MembershipNumber number) {
        return services.members().find(number).filter(member -> member.role() == Role.MEMBER);
    }

    private void end(Member member) {
        services.subscriptions().unsubscribe(member);
    }
}

package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.KeyDirectory;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;

/// The lists that everybody may know of. A list that is not advertised has no page: asking for it gives the very answer
/// of any unknown path.
final class ListPages {
    private final Lists lists;
    private final KeyDirectory keys;
    private final String siteName;
    private final Pages pages;

    ListPages(Lists lists, KeyDirectory keys, String siteName, Pages pages) {
        this.lists = lists;
        this.keys = keys;
        this.siteName = siteName;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.get("/", this::all);
        routes.get("/lists/{address}", this::one);
    }

    private void all(Context context) {
        PageNumber page = asked(context);
        String language = Tongue.of(context);
        List<MailingList> advertised = lists.all().stream().filter(ListPages::isAdvertised).toList();
        if (advertised.isEmpty()) {
            pages.show(context, language, siteName, Html.element("p", Html.text(Wording.LISTS_NONE.in(language))));
            return;
        }
        List<Html> rows = page.of(advertised).stream().map(list -> row(language, list)).toList();
        pages.show(context, language, siteName,
                Html.element("p", Html.text(Wording.LISTS_ALL.in(language))),
                Html.element("ul", Html.all(rows)),
                page.neighbours(language, advertised.size()));
    }

    static PageNumber asked(Context context) {
        return Optional.ofNullable(context.queryParam("page")).map(PageNumber::parse)
                .orElse(Optional.of(new PageNumber(1))).orElseThrow(NotFoundResponse::new);
    }

    private static boolean isAdvertised(MailingList list) {
        return list.settings().flag(Setting.ADVERTISED);
    }

    private static Html row(String language, MailingList list) {
        return Html.element("li",
                Html.element("strong", Html.link(path(list), list.address().toString())),
                Html.element("p", Html.text(list.settings().text(Setting.DESCRIPTION))),
                Html.element("p", Html.text(Wording.LISTS_WRITE.in(language) + " "), Html.mailto(list.address())));
    }

    private static String path(MailingList list) {
        return "/lists/" + Html.percentEncoded(list.address().toString());
    }

    private void one(Context context) {
        MailingList list = Address.parse(context.pathParam("address")).toOptional()
                .flatMap(lists::find).filter(ListPages::isAdvertised).orElseThrow(NotFoundResponse::new);
        String language = Tongue.of(context, list);
        pages.show(context, language, list.address().toString(),
                Html.element("p", Html.text(list.settings().text(Setting.DESCRIPTION))), howToWrite(language, list), key(language, list));
    }

    /// To compare with what the mail from the address says that brings the key.
    private Html key(String language, MailingList list) {
        List<Html> fingerprints = keys.fingerprints(list).stream().map(fingerprint -> Html.element("li", Html.element("code", Html.text(fingerprint)))).toList();
        return fingerprints.isEmpty() ? Html.all(List.of()) : Html.all(List.of(
                Html.element("p", Html.text(Wording.LIST_KEY.in(language) + " "), Html.mailto(role(list, "-sendkey"))),
                Html.element("ul", Html.all(fingerprints))));
    }

    private static Html howToWrite(String language, MailingList list) {
        Html owners = Html.element("p", Html.text(Wording.LIST_OWNERS.in(language) + " "), Html.mailto(role(list, "-owner")));
        return switch (list.state()) {
            case OPEN -> Html.all(List.of(
                    Html.element("p", Html.text(Wording.LIST_POST.in(language) + " "), Html.mailto(list.address())),
                    Html.element("p", Html.link(path(list) + "/join", Wording.LIST_JOIN.in(language))),
                    Html.element("p", Html.link(PolicyPages.path(list), Wording.LIST_POLICY.in(language))),
                    Html.element("p", Html.text(Wording.LIST_HELP.in(language) + " "), Html.mailto(role(list, "-request"))),
                    owners));
            case CLOSED -> Html.all(List.of(
                    Html.element("p", Html.text(Wording.LIST_CLOSED.in(language))), owners));
        };
    }

    private static Address role(MailingList list, String suffix) {
        return Address.of(list.address().localPart() + suffix, list.domain());
    }
}

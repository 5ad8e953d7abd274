package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.WhoTable;
import org.chancery.web.Html.Attribute;

/// What will happen to my mail? The public policy of a list (authorisation.md section 4.2, Z14): made from the rules in force, with a
/// question that anybody can put to them. A list that is not advertised has none.
final class PolicyPages {
    private final Lists lists;
    private final Pages pages;

    PolicyPages(Lists lists, Pages pages) {
        this.lists = lists;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.get("/policy/{address}", this::show);
    }

    static String path(MailingList list) {
        return "/policy/" + Html.percentEncoded(list.address().toString());
    }

    private void show(Context context) {
        MailingList list = Address.parse(context.pathParam("address")).toOptional().flatMap(lists::find)
                .filter(found -> found.settings().flag(Setting.ADVERTISED)).orElseThrow(NotFoundResponse::new);
        List<WhoTable.Row> rows = WhoTable.of(PolicyParser.parse(list.policy().text()).orThrow()).rows();
        List<Html> page = new ArrayList<>(List.of(Html.element("p", Html.text(
                "Each post is judged while it is handed in; one that is refused is refused there, with the reason. Settings of the list, such as its"
                        + " largest size, may hold a post that these rules accept; they never let one pass."))));
        page.add(question(context, rows));
        answer(context, rows).ifPresent(page::add);
        page.add(table(rows));
        page.add(Html.element("h2", Html.text("The rules")));
        page.add(Html.element("p", Html.text("The first that fits decides. This is version " + list.policy().version() + ".")));
        page.add(Html.element("pre", Html.text(list.policy().text())));
        page.add(proofs());
        pages.show(context, "Who may post to " + list.address(), page.toArray(Html[]::new));
    }

    private static Html question(Context context, List<WhoTable.Row> rows) {
        return Html.element("form", List.of(new Attribute("method", "get")),
                choice(context, "who", "I am", rows.stream().map(WhoTable.Row::who)),
                choice(context, "proof", "and my post comes with", rows.stream().map(WhoTable.Row::proof)),
                Html.element("button", Html.text("What happens?")));
    }

    private static Html choice(Context context, String name, String label, Stream<String> values) {
        List<Html> options = values.distinct().map(value -> option(value, value.equals(context.queryParam(name)))).toList();
        return Html.element("label", Html.text(label + " "), Html.element("select", List.of(new Attribute("name", name)), Html.all(options)));
    }

    private static Html option(String value, boolean chosen) {
        Attribute itself = new Attribute("value", value);
        return Html.element("option", chosen ? List.of(itself, new Attribute("selected", "selected")) : List.of(itself), Html.text(value));
    }

    private static Optional<Html> answer(Context context, List<WhoTable.Row> rows) {
        return rows.stream().filter(row -> row.who().equals(context.queryParam("who")) && row.proof().equals(context.queryParam("proof"))).findFirst()
                .map(row -> Html.element("p", Html.element("strong", Html.text(sentence(row)))));
    }

    private static String sentence(WhoTable.Row row) {
        return "Rule " + row.decision().reason().rule() + " decides: " + row.decision().word() + ". " + row.decision().reason().text();
    }

    private static Html table(List<WhoTable.Row> rows) {
        List<Html> lines = new ArrayList<>(List.of(line("th", "Who", "With", "What happens", "Rule")));
        rows.forEach(row -> lines.add(line(
                "td", row.who(), row.proof(), row.decision().word(), Integer.toString(row.decision().reason().rule()))));
        return Html.element("table", Html.all(lines));
    }

    private static Html line(String cell, String... texts) {
        return Html.element("tr", Html.all(Stream.of(texts).map(text -> Html.element(cell, Html.text(text))).toList()));
    }

    private static Html proofs() {
        return Html.all(List.of(
                Html.element("h2", Html.text("What counts as proof")),
                Html.element("ul",
                        term("forged", "the domain of the From address says that this mail is not its own (DMARC)"),
                        term("proof none", "nobody vouches for the From address"),
                        term("proof domain", "its domain vouches for the post (SPF, DKIM, DMARC)"),
                        term("proof mailbox", "somebody with that mailbox answered for this very post"),
                        term("proof sender-key", "a posting key of an authorised sender came with it"),
                        term("proof account", "it was handed in after a login of that address"),
                        term("proof key", "it is signed by a key registered to that address"))));
    }

    private static Html term(String word, String meaning) {
        return Html.element("li", Html.element("strong", Html.text(word)), Html.text(": " + meaning));
    }
}

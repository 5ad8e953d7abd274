package org.chancery.web;

import io.javalin.http.Context;
import java.util.List;
import org.chancery.web.Html.Attribute;

/// The frame that every page has, and the pages that say no. They say which kind of no, and never what was asked for
/// (an echoed path is how strangers put their words on our pages).
final class Pages {
    private static final String HTML = "text/html; charset=utf-8";
    private final String siteName;

    Pages(String siteName) {
        this.siteName = siteName;
    }

    void show(Context context, String title, Html... body) {
        show(context, "en", title, body);
    }

    /// In another language than English.
    void show(Context context, String language, String title, Html... body) {
        context.contentType(HTML).result(page(language, title, Html.all(List.of(body))));
    }

    /// Answers with `status` and one sentence about it.
    void refuse(Context context, int status) {
        refuse(context, status, sentence(status));
    }

    void refuse(Context context, int status, String sentence) {
        refuse(context, "en", status, sentence);
    }

    void refuse(Context context, String language, int status, String sentence) {
        context.status(status);
        show(context, language, title(status), Html.element("p", Html.text(sentence)));
    }

    private String page(String language, String title, Html body) {
        Html head = Html.all(List.of(
                Html.single("meta", new Attribute("charset", "utf-8")),
                Html.single("meta", new Attribute("name", "viewport"), new Attribute("content", "width=device-width, initial-scale=1")),
                Html.element("title", Html.text(title + " - " + siteName)),
                Html.single("link", new Attribute("rel", "stylesheet"), new Attribute("href", "/style.css"))));
        Html whole = Html.element("html", List.of(new Attribute("lang", language)),
                Html.element("head", head),
                Html.element("body",
                        Html.element("header", Html.link("/", siteName)),
                        Html.element("main", Html.element("h1", Html.text(title)), body)));
        return "<!DOCTYPE html>\n" + whole.markup() + "\n";
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "Not found";
            case 421 -> "Wrong address";
            case 503 -> "Not now";
            default -> status < 500 ? "Not understood" : "Something broke";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take that kind of request.";
            case 413 -> "That was more than this page takes.";
            case 421 -> "This server does not answer under that name.";
            case 503 -> "The server is busy or starting; please try again in a minute.";
            default -> status < 500
                    ? "The request could not be understood."
                    : "The server could not answer; its log tells the administrator why.";
        };
    }
}

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

    /// A page behind a token is for whoever has the mail, and for no search engine (authorisation.md section 1.6).
    static void unlisted(Context context) {
        context.header("X-Robots-Tag", "noindex");
    }

    /// In another language than English.
    void show(Context context, String language, String title, Html... body) {
        context.contentType(HTML).result(page(language, title, Html.all(List.of(body))));
    }

    /// Answers with `status` and one sentence about it, in the language that the browser asks for.
    void refuse(Context context, int status) {
        String language = Tongue.of(context);
        refuse(context, language, status, sentence(status).in(language));
    }

    void refuse(Context context, String language, int status, String sentence) {
        context.status(status);
        show(context, language, title(status).in(language), Html.element("p", Html.text(sentence)));
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

    private static Wording title(int status) {
        return switch (status) {
            case 404 -> Wording.TITLE_NOT_FOUND;
            case 421 -> Wording.TITLE_WRONG_NAME;
            case 503 -> Wording.TITLE_NOT_NOW;
            default -> status < 500 ? Wording.TITLE_NOT_UNDERSTOOD : Wording.TITLE_BROKEN;
        };
    }

    private static Wording sentence(int status) {
        return switch (status) {
            case 404 -> Wording.NOT_FOUND;
            case 405 -> Wording.WRONG_METHOD;
            case 413 -> Wording.TOO_LARGE;
            case 421 -> Wording.WRONG_NAME;
            case 503 -> Wording.NOT_NOW;
            default -> status < 500 ? Wording.NOT_UNDERSTOOD : Wording.BROKEN;
        };
    }
}

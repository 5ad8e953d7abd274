package org.chancery.content;

import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// HTML as plain text: paragraphs apart, links as `text <address>`, quotations behind `>`, lists with hyphens or numbers, the
/// cells of a table row on one line. Scripts, styles and everything else that nobody reads are left out.
///
/// Example: `<p>See <a href="https://example.org/">here</a>` becomes `See here <https://example.org/>`.
final class HtmlText implements NodeVisitor {
    /// Longer HTML is cut: at this length no person wrote it.
    private static final int MAX_LENGTH = 1_000_000;

    private final TextLines lines = new TextLines();
    private int unread;
    private int preformatted;

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html.length() > MAX_LENGTH ? html.substring(0, MAX_LENGTH) : html);
        var visitor = new HtmlText();
        document.body().traverse(visitor);
        return visitor.lines.toString();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text && unread == 0) {
            if (preformatted > 0) {
                lines.verbatim(text.getWholeText());
            } else {
                lines.words(text.getWholeText());
            }
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    private void open(Element element) {
        if (isUnread(element)) {
            unread++;
        }
        if (unread > 0) {
            return;
        }
        switch (element.normalName()) {
            case "br" -> lines.lineEnd();
            case "hr" -> lines.separate("-".repeat(20));
            case "img" -> lines.words(element.attr("alt").isBlank() ? "" : "[" + element.attr("alt").strip() + "]");
            case "blockquote" -> lines.quote();
            case "ul", "ol" -> lines.indent();
            case "li" -> lines.item(mark(element));
            case "pre" -> {
                lines.paragraph();
                preformatted++;
            }
            case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl" -> lines.paragraph();
            case "td", "th" -> lines.cell();
            default -> {
                if (element.isBlock()) {
                    lines.newLine();
                }
            }
        }
    }

    private static String mark(Element item) {
        Element list = item.parent();
        boolean numbered = list != null && list.normalName().equals("ol");
        return numbered ? item.elementSiblingIndex() + 1 + ". " : "- ";
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        if (unread > 0) {
            unread -= isUnread(element) ? 1 : 0;
            return;
        }
        switch (element.normalName()) {
            case "a" -> link(element);
            case "blockquote" -> lines.unquote();
            case "ul", "ol" -> lines.unindent();
            case "td", "th" -> lines.words(" ");
            case "li", "tr", "dt", "dd" -> lines.newLine();
            case "pre" -> {
                preformatted--;
                lines.paragraph();
            }
            case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl" -> lines.paragraph();
            default -> {
                if (element.isBlock()) {
                    lines.newLine();
                }
            }
        }
    }

    /// Where it leads stands beside the words, unless the words already say so; never a script.
    private void link(Element anchor) {
        String target = anchor.attr("href").strip();
        String shown = anchor.text().strip();
        boolean leads = target.toLowerCase(Locale.ROOT).matches("(?s)(https?|ftp|mailto|news|tel):.*");
        boolean said = shown.equals(target) || ("mailto:" + shown).equals(target) || (shown + "/").equals(target);
        if (leads && !said) {
            lines.words((shown.isEmpty() ? "<" : " <") + target.replaceAll("\\s", "%20") + ">");
        }
    }

    private static boolean isUnread(Element element) {
        return switch (element.normalName()) {
            case "script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "iframe",
                    "textarea", "select", "audio", "video" -> true;
            default -> false;
        };
    }
}

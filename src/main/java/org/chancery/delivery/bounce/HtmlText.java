package org.chancery.delivery.bounce;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The words of an HTML report, line by line: tags off, the common character references decoded. For reading by rules
/// only; what comes out is shown to nobody.
final class HtmlText {
    private static final Set<String> BREAKS =
            Set.of("br", "p", "/p", "div", "/div", "tr", "/tr", "li", "/li", "h1", "h2", "h3", "/h1", "/h2", "/h3", "table", "/table", "hr", "pre", "/pre", "td", "/td", "ul", "/ul");

    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "#39", "'", "#64", "@", "#x40", "@");

    private static final int MAX_REFERENCE = 10;

    private HtmlText() {}

    /// Some programs call plain text HTML: without any tag that breaks lines the line ends are theirs.
    static String of(String html) {
        String words = of(html, ' ');
        return words.indexOf('\n') < 0 ? of(html, '\n') : words;
    }

    private static String of(String html, char lineEnd) {
        var text = new StringBuilder(html.length());
        int i = 0;
        while (i < html.length()) {
            char c = html.charAt(i);
            if (c == '<') {
                i = tag(html, i, text);
            } else if (c == '&') {
                i = reference(html, i, text);
            } else {
                text.append(c == '\r' || c == '\n' ? lineEnd : c);
                i++;
            }
        }
        return text.toString();
    }

    /// An address in angle brackets that somebody forgot to escape is text.
    private static int tag(String html, int start, StringBuilder text) {
        int close = html.indexOf('>', start);
        if (close < 0) {
            text.append(html, start, html.length());
            return html.length();
        }
        String inner = html.substring(start + 1, close);
        if (AddressScanner.isBare(inner)) {
            text.append('<').append(inner).append('>');
            return close + 1;
        }
        String name = name(inner);
        if (BREAKS.contains(name)) {
            text.append('\n');
        }
        return hidden(html, name, close + 1);
    }

    /// Style sheets and scripts are no words.
    private static int hidden(String html, String name, int after) {
        if (!name.equals("style") && !name.equals("script")) {
            return after;
        }
        int end = html.indexOf("</", after);
        return end < 0 ? html.length() : end;
    }

    private static String name(String inner) {
        int end = 0;
        while (end < inner.length() && end < 12 && (inner.charAt(end) == '/' ? end == 0 : Character.isLetterOrDigit(inner.charAt(end)))) {
            end++;
        }
        return inner.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static int reference(String html, int start, StringBuilder text) {
        int end = html.indexOf(';', start, Math.min(html.length(), start + MAX_REFERENCE));
        if (end < 0) {
            text.append('&');
            return start + 1;
        }
        text.append(decoded(html.substring(start + 1, end)));
        return end + 1;
    }

    private static String decoded(String name) {
        String known = NAMED.get(name.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        boolean number = name.startsWith("#") && name.length() < 8 && name.substring(1).chars().allMatch(c -> c >= '0' && c <= '9') && name.length() > 1;
        int point = number ? Integer.parseInt(name, 1, name.length(), 10) : 0;
        return point > ' ' && Character.isValidCodePoint(point) ? Character.toString(point) : " ";
    }
}

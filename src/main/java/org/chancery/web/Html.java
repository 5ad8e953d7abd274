package org.chancery.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.chancery.mail.Address;

/// A piece of a page whose texts are escaped already. There is one way in for text, [#text], and it escapes; element and
/// attribute names are written by us alone. So no text of a list, a mail or a request can become markup.
///
/// Example: `Html.element("p", Html.text("1 < 2")).markup()` is `<p>1 &lt; 2</p>`.
record Html(String markup) {
    static Html text(String text) {
        return new Html(escaped(text));
    }

    static Html paragraph(String text) {
        return element("p", text(text));
    }

    static Html element(String name, Html... inside) {
        return element(name, List.of(), inside);
    }

    static Html element(String name, List<Attribute> attributes, Html... inside) {
        String opened = attributes.stream().map(Attribute::markup).collect(Collectors.joining("", "<" + name, ">"));
        return new Html(opened + all(Arrays.asList(inside)).markup + "</" + name + ">");
    }

    /// An element that has no inside and no end tag, such as `input`.
    static Html single(String name, Attribute... attributes) {
        return new Html(Arrays.stream(attributes).map(Attribute::markup).collect(Collectors.joining("", "<" + name, ">")));
    }

    static Html link(String target, String text) {
        return element("a", List.of(new Attribute("href", target)), text(text));
    }

    /// A link to write to `address` (RFC 6068 section 2), shown as the address.
    static Html mailto(Address address) {
        return link("mailto:" + percentEncoded(address.localPart()) + "@" + address.domain().ascii(), address.toString());
    }

    static Html all(List<Html> pieces) {
        return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
    }

    /// One segment of a path (RFC 3986 section 3.3), nothing in it left that could end the segment.
    static String percentEncoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
    }

    /// `name` is ours, `value` may be anybody's.
    record Attribute(String name, String value) {
        private String markup() {
            return " " + name + "=\"" + escaped(value) + "\"";
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isShown(c) ? c : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    /// Controls mean nothing in HTML, and those that turn the direction of writing can disguise an address.
    private static boolean isShown(int c) {
        boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return !turns && !surrogate && (!Character.isISOControl(c) || c == '\n' || c == '\t');
    }
}

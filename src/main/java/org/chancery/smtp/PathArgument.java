package org.chancery.smtp;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// The argument of MAIL or RCPT: a path and its parameters (RFC 5321 section 4.1.2).
/// `mailbox` is what stands between the angle brackets, without a source route (RFC 5321 appendix C: taken and
/// ignored), empty for `<>`; whether it is a mailbox, `Address.parse` says.
///
/// Refused: text outside brackets, blanks and controls outside a quoted string, controls written as `%HH`
/// (they wait for a decoder behind us), more than [#MAX_PARAMETERS] parameters.
///
/// Example: `PathArgument.parse("FROM:", "FROM:<a@example.org> SIZE=100")`.
record PathArgument(String mailbox, List<Parameter> parameters) {
    private static final int MAX_PARAMETERS = 20; // there are not half as many that we know

    /// `keyword` in upper case.
    record Parameter(String keyword, Optional<String> value) {}

    static Parsed<PathArgument> parse(String prefix, String argument) {
        if (!argument.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return Parsed.malformed(0, prefix + "<address> expected");
        }
        int at = prefix.length();
        while (at < argument.length() && argument.charAt(at) == ' ') {
            at++; // "MAIL FROM: <a@b>": wrong, but older clients write it
        }
        if (at == argument.length() || argument.charAt(at) != '<') {
            return Parsed.malformed(at, "an address stands in <angle brackets>");
        }
        int open = at;
        return switch (closingBracket(argument, open + 1)) {
            case Parsed.Malformed<Integer> fault -> fault.as();
            case Parsed.Value<Integer>(Integer close) -> withPath(argument, open + 1, close);
        };
    }

    private static Parsed<Integer> closingBracket(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 127) {
                return Parsed.malformed(i, "a control character in an address");
            } else if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '<')) {
                return Parsed.malformed(i, "a blank or < outside quotes in an address");
            } else if (!quoted && c == '>') {
                return Parsed.of(i);
            } else if (isEncodedControl(text, i)) {
                return Parsed.malformed(i, "a control character written as %HH");
            }
        }
        return Parsed.malformed(text.length(), "> is missing");
    }

    private static boolean isEncodedControl(String text, int at) {
        if (text.charAt(at) != '%' || at + 2 >= text.length()) {
            return false;
        }
        char high = text.charAt(at + 1);
        char low = text.charAt(at + 2);
        if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
            return false;
        }
        int octet = HexFormat.fromHexDigits(text, at + 1, at + 3);
        return octet < ' ' || octet == 127;
    }

    private static Parsed<PathArgument> withPath(String text, int from, int close) {
        int mailbox = from;
        if (text.charAt(from) == '@') {
            mailbox = endOfRoute(text, from, close);
            if (mailbox < 0) {
                return Parsed.malformed(from, "a source route ends with a colon");
            }
        }
        String path = text.substring(mailbox, close);
        return parameters(text, close + 1).map(list -> new PathArgument(path, list));
    }

    /// `@a.example,@[IPv6:2001:db8::1]:user@b.example`: the first colon outside brackets, or -1.
    private static int endOfRoute(String text, int from, int close) {
        boolean literal = false;
        for (int i = from; i < close; i++) {
            switch (text.charAt(i)) {
                case '[' -> literal = true;
                case ']' -> literal = false;
                case ':' -> {
                    if (!literal) {
                        return i + 1;
                    }
                }
                default -> {} // part of a domain; nobody looks at it
            }
        }
        return -1;
    }

    private static Parsed<List<Parameter>> parameters(String text, int from) {
        if (from < text.length() && text.charAt(from) != ' ') {
            return Parsed.malformed(from, "a blank is missing after >");
        }
        List<Parameter> parameters = new ArrayList<>();
        int at = from;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = text.indexOf(' ', at) < 0 ? text.length() : text.indexOf(' ', at);
            switch (parameter(text.substring(at, end), at)) {
                case Parsed.Malformed<Parameter> fault -> {
                    return fault.as();
                }
                case Parsed.Value<Parameter>(Parameter parameter) -> parameters.add(parameter);
            }
            if (parameters.size() > MAX_PARAMETERS) {
                return Parsed.malformed(at, "too many parameters");
            }
            at = end;
        }
        return Parsed.of(List.copyOf(parameters));
    }

    private static Parsed<Parameter> parameter(String text, int at) {
        int equals = text.indexOf('=');
        String keyword = equals < 0 ? text : text.substring(0, equals);
        if (!Ascii.isKeyword(keyword)) {
            return Parsed.malformed(at, "a parameter begins with its keyword");
        }
        if (equals < 0) {
            return Parsed.of(new Parameter(keyword.toUpperCase(Locale.ROOT), Optional.empty()));
        }
        String value = text.substring(equals + 1);
        if (value.isEmpty() || value.indexOf('=') >= 0 || value.indexOf(' ') >= 0 || Ascii.hasControl(value)) {
            return Parsed.malformed(at + equals + 1, "not a parameter value");
        }
        return Parsed.of(new Parameter(keyword.toUpperCase(Locale.ROOT), Optional.of(value)));
    }
}

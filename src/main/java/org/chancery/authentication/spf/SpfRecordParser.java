package org.chancery.authentication.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.authentication.Result;
import org.chancery.authentication.host.Network;
import org.chancery.authentication.spf.SpfRecord.Directive;
import org.chancery.authentication.spf.SpfRecord.DualPrefix;
import org.chancery.authentication.spf.SpfRecord.Mechanism;
import org.chancery.mail.Parsed;
import org.jspecify.annotations.Nullable;

/// Reads a record term by term. The first fault anywhere makes the whole record unusable (RFC 7208 section 4.6).
/// One object reads one record.
final class SpfRecordParser {
    /// RFC 7208 section 3.4 wants records below 450 octets so that they fit a datagram; the longest honest ones have some thousand.
    static final int MAX_RECORD = 16_384;

    private static final Pattern MODIFIER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

    /// A name with one or two prefix lengths at its end; what stands before them may have slashes too.
    private static final Pattern PREFIXES = Pattern.compile("(.*?)(?:/([0-9]*))?(?://([0-9]*))?");

    private static final Pattern FOUR = Pattern.compile("0|[1-9][0-9]?");
    private static final Pattern SIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final String txt;
    private final List<Directive> directives = new ArrayList<>();
    private Optional<MacroString> redirect = Optional.empty();
    private Optional<MacroString> explanation = Optional.empty();

    SpfRecordParser(String txt) {
        this.txt = txt;
    }

    Parsed<SpfRecord> parse(int afterVersion) {
        if (txt.length() > MAX_RECORD) {
            return Parsed.malformed(MAX_RECORD, "a record of more than " + MAX_RECORD + " octets");
        }
        int at = afterVersion;
        while (at < txt.length()) {
            int end = txt.indexOf(' ', at);
            end = end < 0 ? txt.length() : end;
            String fault = at == end ? "" : term(txt.substring(at, end));
            if (!fault.isEmpty()) {
                return Parsed.malformed(at, fault);
            }
            at = end + 1;
        }
        return Parsed.of(new SpfRecord(directives, redirect, explanation));
    }

    /// Keeps one term; returns the fault, or nothing.
    private String term(String term) {
        if (!term.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return "a character that is not printable ASCII";
        }
        int mark = 0;
        while (mark < term.length() && ":/=".indexOf(term.charAt(mark)) < 0) {
            mark++;
        }
        return mark < term.length() && term.charAt(mark) == '='
                ? modifier(term.substring(0, mark), term.substring(mark + 1))
                : directive(term, mark);
    }

    private String modifier(String name, String value) {
        if (!MODIFIER_NAME.matcher(name).matches()) {
            return "no name of a modifier: " + name;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "redirect" -> {
                boolean again = redirect.isPresent();
                redirect = MacroParser.domainSpec(value).toOptional();
                return onlyOnce(name, again, redirect);
            }
            case "exp" -> {
                boolean again = explanation.isPresent();
                explanation = MacroParser.domainSpec(value).toOptional();
                return onlyOnce(name, again, explanation);
            }
            default -> {
                return fault(MacroParser.macroString(value));
            }
        }
    }

    private static String onlyOnce(String name, boolean again, Optional<MacroString> value) {
        if (again) {
            return name + "= stands here twice";
        }
        return value.isEmpty() ? name + "= without a usable domain" : "";
    }

    private static String fault(Parsed<?> parsed) {
        return parsed instanceof Parsed.Malformed<?>(int _, String why) ? why : "";
    }

    private String directive(String term, int mark) {
        Optional<Result> qualifier = qualifier(term.charAt(0));
        String name = term.substring(qualifier.isPresent() ? 1 : 0, mark);
        return switch (mechanism(name.toLowerCase(Locale.ROOT), term.substring(mark))) {
            case Parsed.Value<Mechanism>(Mechanism mechanism) -> {
                directives.add(new Directive(qualifier.orElse(Result.PASS), mechanism, term));
                yield "";
            }
            case Parsed.Malformed<Mechanism>(int _, String why) -> term + ": " + why;
        };
    }

    private static Optional<Result> qualifier(char c) {
        return switch (c) {
            case '+' -> Optional.of(Result.PASS);
            case '-' -> Optional.of(Result.FAIL);
            case '~' -> Optional.of(Result.SOFTFAIL);
            case '?' -> Optional.of(Result.NEUTRAL);
            default -> Optional.empty();
        };
    }

    /// `rest` is what follows the name: empty, or from the first `:` or `/` on.
    private static Parsed<Mechanism> mechanism(String name, String rest) {
        return switch (name) {
            case "all" -> rest.isEmpty() ? Parsed.of(new Mechanism.All()) : Parsed.malformed(0, "all takes nothing");
            case "include" -> target(rest).map(Mechanism.Include::new);
            case "exists" -> target(rest).map(Mechanism.Exists::new);
            case "ptr" -> rest.isEmpty()
                    ? Parsed.of(new Mechanism.Ptr(Optional.empty()))
                    : target(rest).map(target -> new Mechanism.Ptr(Optional.of(target)));
            case "a" -> withPrefixes(rest, Mechanism.A::new);
            case "mx" -> withPrefixes(rest, Mechanism.Mx::new);
            case "ip4" -> network(rest, Network::parseFour);
            case "ip6" -> network(rest, Network::parseSix);
            default -> Parsed.malformed(0, "no such mechanism");
        };
    }

    private static Parsed<MacroString> target(String rest) {
        return rest.startsWith(":") ? MacroParser.domainSpec(rest.substring(1)) : Parsed.malformed(0, "needs a colon and a domain");
    }

    private static Parsed<Mechanism> network(String rest, Function<String, Optional<Network>> read) {
        Optional<Network> network = rest.startsWith(":") ? read.apply(rest.substring(1)) : Optional.empty();
        return network.<Parsed<Mechanism>>map(found -> Parsed.of(new Mechanism.Ip(found)))
                .orElseGet(() -> Parsed.malformed(0, "needs a colon and a network"));
    }

    @FunctionalInterface
    private interface WithPrefixes {
        Mechanism with(Optional<MacroString> target, DualPrefix prefix);
    }

    private static Parsed<Mechanism> withPrefixes(String rest, WithPrefixes build) {
        Matcher parts = PREFIXES.matcher(rest);
        if (!parts.matches()) {
            return Parsed.malformed(0, "a prefix length that cannot be read");
        }
        Optional<Integer> four = prefix(parts.group(2), FOUR, 32);
        Optional<Integer> six = prefix(parts.group(3), SIX, 128);
        if (four.isEmpty() || six.isEmpty()) {
            return Parsed.malformed(0, "a prefix length that is out of range");
        }
        var prefix = new DualPrefix(four.get(), six.get());
        return parts.group(1).isEmpty()
                ? Parsed.of(build.with(Optional.empty(), prefix))
                : target(parts.group(1)).map(target -> build.with(Optional.of(target), prefix));
    }

    private static Optional<Integer> prefix(@Nullable String digits, Pattern form, int max) {
        if (digits == null) {
            return Optional.of(max);
        }
        return form.matcher(digits).matches() && Integer.parseInt(digits) <= max
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }
}

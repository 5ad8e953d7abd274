package org.chancery.authentication.blocklist;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.Parsed;

/// Which answers of a list count: four octets, each a number, or numbers and ranges in brackets.
///
/// Example: `AnswerFilter.parse("127.0.0.[2..11;20]")`.
record AnswerFilter(List<List<Range>> octets) {
    private static final Pattern OCTET = Pattern.compile("([0-9]{1,3}|\\[[0-9.;]{1,200}])(?:\\.|$)");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:\\.\\.([0-9]{1,3}))?");

    static final AnswerFilter ANY = new AnswerFilter(List.of());

    AnswerFilter {
        octets = octets.stream().map(List::copyOf).toList();
    }

    record Range(int from, int to) {}

    static Parsed<AnswerFilter> parse(String text) {
        List<List<Range>> octets = new ArrayList<>();
        Matcher next = OCTET.matcher(text);
        int at = 0;
        while (octets.size() < 4 && at < text.length() && next.find(at) && next.start() == at) {
            switch (ranges(next.group(1))) {
                case Parsed.Malformed<List<Range>>(int _, String why) -> {
                    return Parsed.malformed(at, why);
                }
                case Parsed.Value<List<Range>>(List<Range> ranges) -> octets.add(ranges);
            }
            at = next.end();
        }
        return octets.size() == 4 && at == text.length() && !text.endsWith(".")
                ? Parsed.of(new AnswerFilter(octets))
                : Parsed.malformed(at, "answers as in 127.0.0.2 or 127.0.0.[2..11;20]");
    }

    private static Parsed<List<Range>> ranges(String octet) {
        String inside = octet.startsWith("[") ? octet.substring(1, octet.length() - 1) : octet;
        List<Range> ranges = new ArrayList<>();
        for (String part : inside.split(";", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                return Parsed.malformed(0, "numbers and ranges, as in [2..11;20]");
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to || to > 255) {
                return Parsed.malformed(0, "numbers up to 255, the smaller first");
            }
            ranges.add(new Range(from, to));
        }
        return Parsed.of(ranges);
    }

    boolean takes(byte[] answer) {
        for (int i = 0; i < octets.size(); i++) {
            int octet = answer[i] & 0xff;
            if (octets.get(i).stream().noneMatch(range -> range.from() <= octet && octet <= range.to())) {
                return false;
            }
        }
        return true;
    }
}

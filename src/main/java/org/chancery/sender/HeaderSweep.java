package org.chancery.sender;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.EncodedWord;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.sender.Needles.Range;

/// Takes secrets out of one header field: as written, folded, percent-encoded (RFC 2231), or in encoded words (RFC 2047).
final class HeaderSweep {
    /// Stands in addresses, file names and tokens alike without breaking their grammar.
    private static final String REMOVED = "removed";
    private static final Pattern WORDS = Pattern.compile("=\\?[^?\\s]+\\?[bBqQ]\\?[^?]*\\?=(?:\\s+=\\?[^?\\s]+\\?[bBqQ]\\?[^?]*\\?=)*+");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    private HeaderSweep() {}

    /// What becomes of a field.
    sealed interface Outcome {
        /// It holds none.
        record Kept() implements Outcome {}

        /// New octets in its place; none when the whole field goes.
        @SuppressWarnings("ArrayRecordComponent") // written out at once
        record Changed(byte[] octets) implements Outcome {}

        /// It holds one that cannot be taken out.
        record Stuck() implements Outcome {}
    }

    static Outcome of(Header header, Needles needles) {
        String value = header.value();
        if (Named.fit(header.name()) != Named.Fit.NOT) {
            needles.isWithin(value); // remembered
            return new Outcome.Changed(new byte[0]);
        }
        boolean plain = !needles.mayHide(value) && !needles.isInBase64(value);
        if (plain) {
            return new Outcome.Kept();
        }
        String swept = words(literal(value, needles), needles);
        if (swept.equals(value)) {
            return isHidden(header, swept, needles) ? new Outcome.Stuck() : new Outcome.Kept();
        }
        return written(header.name(), swept);
    }

    /// As it stands, also over folds, and as octets in percent form.
    private static String literal(String value, Needles needles) {
        View view = View.of(value);
        List<Range> ranges = new ArrayList<>(needles.in(view));
        ranges.addAll(needles.in(view.unescaped('%')));
        if (BLANKS.matcher(value).find()) {
            ranges.addAll(needles.in(unblanked(view, value)));
        }
        ranges.addAll(needles.in(view.normal()));
        StringBuilder rest = new StringBuilder(value);
        TextSweep.merged(ranges).reversed().forEach(range -> rest.replace(range.start(), range.end(), REMOVED));
        return rest.toString();
    }

    /// A fold leaves one blank in the middle of what was folded.
    private static View unblanked(View view, String value) {
        return value.indexOf('\n') >= 0 ? view : View.of(value.replace('\t', '\n').replace(' ', '\n')).joined();
    }

    private static String words(String value, Needles needles) {
        if (!value.contains("=?")) {
            return value;
        }
        return WORDS.matcher(value).replaceAll(run -> {
            String meant = View.of(EncodedWord.decode(run.group())).normal().text();
            List<Range> ranges = needles.in(View.of(meant));
            ranges = ranges.isEmpty() ? needles.in(View.of(meant.replace(' ', '\n')).joined()) : ranges;
            if (ranges.isEmpty()) {
                return Matcher.quoteReplacement(run.group());
            }
            StringBuilder rest = new StringBuilder(meant);
            ranges.reversed().forEach(range -> rest.replace(range.start(), range.end(), REMOVED));
            return Matcher.quoteReplacement(EncodedWord.encode(rest.toString()));
        });
    }

    /// What a reader would see of the field as a whole, or its octets in base64, still holds one.
    private static boolean isHidden(Header header, String swept, Needles needles) {
        return needles.isWithin(EncodedWord.decode(swept)) || needles.isInBase64(new String(header.bytes(), StandardCharsets.ISO_8859_1).strip());
    }

    private static Outcome written(String name, String value) {
        try {
            return new Outcome.Changed(HeaderField.structuredUtf8(name, value).bytes());
        } catch (IllegalArgumentException _) {
            return new Outcome.Stuck();
        }
    }
}

package org.chancery.delivery.bounce;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.mail.EightBit;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// The words that a report has for people: its text parts, one after the other, without the message that came back.
/// `lines` are what stands before the copy, `rest` the copy itself where it is part of the same text.
record ReportText(List<String> lines, List<String> rest) {
    /// Reports have a page or two; whoever writes more hopes to be read slowly.
    static final int MAX_OCTETS = 128 * 1024;

    static final int MAX_LINES = 3_000;

    private static final int MAX_LINE = 2_000;

    /// What is looked through for words of failure at once; it is done for each recipient, so that it must be short.
    private static final int MAX_PASSAGE = 1_500;

    private static final int MAX_BEGINNING = 8_000;

    ReportText {
        lines = List.copyOf(lines);
        rest = List.copyOf(rest);
    }

    static ReportText of(Message message) {
        List<String> all = new ArrayList<>();
        collect(message.root(), all);
        int copy = ReturnedCopy.start(all);
        return new ReportText(all.subList(0, copy), all.subList(copy, all.size()));
    }

    /// As much as people read of a report.
    String beginning() {
        return joined(0, lines.size(), "\n", MAX_BEGINNING);
    }

    /// From one line up to another, for a reason.
    String between(int from, int to) {
        return joined(from, to, " ", MAX_PASSAGE);
    }

    private String joined(int from, int to, String separator, int max) {
        var text = new StringBuilder();
        for (int i = from; i < Math.min(to, lines.size()) && text.length() < max; i++) {
            text.append(i == from ? "" : separator).append(lines.get(i));
        }
        return text.substring(0, Math.min(text.length(), max));
    }

    private static void collect(Part part, List<String> lines) {
        if (part.type().isMessage() || lines.size() >= MAX_LINES) {
            return;
        }
        if (part.type().is("multipart", "alternative")) {
            part.parts().stream().filter(child -> child.type().is("text", "plain")).findFirst()
                    .ifPresentOrElse(plain -> collect(plain, lines), () -> part.parts().forEach(child -> collect(child, lines)));
        } else if (!part.parts().isEmpty()) {
            part.parts().forEach(child -> collect(child, lines));
        } else if (isProse(part)) {
            add(part, lines);
        }
    }

    private static boolean isProse(Part part) {
        return part.type().isText() && !part.type().subtype().contains("rfc822") && !part.type().subtype().equals("calendar")
                || part.type().isMultipart();
    }

    private static void add(Part part, List<String> lines) {
        String text = text(part);
        boolean html = part.type().subtype().equals("html") || text.stripLeading().regionMatches(true, 0, "<html", 0, 5);
        (html ? HtmlText.of(text) : text).lines()
                .limit(MAX_LINES - lines.size())
                .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line)
                .map(line -> line.replace('\u00A0', ' ').stripTrailing())
                .forEach(lines::add);
        lines.add("");
    }

    /// The beginning of the decoded body; UTF-8 where it is that, whatever was declared.
    static String text(Part part) {
        byte[] octets = part.decodedOctets(MAX_OCTETS);
        String declared = part.charsetName().orElse("us-ascii").toLowerCase(Locale.ROOT);
        boolean sevenBit = declared.equals("us-ascii") || declared.startsWith("iso-2022-") && EightBit.isIn(octets);
        if (sevenBit || declared.contains("unknown") || part.charset().isEmpty()) {
            return guessed(octets);
        }
        return new String(octets, part.charset().orElse(StandardCharsets.ISO_8859_1));
    }

    private static String guessed(byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }
}

package org.chancery.sender;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.mail.QuotedPrintable;

/// One walk over a message that takes every needle out of it: header fields of every level, texts in their encoding and charset, and the octets
/// between the parts. What holds none is not touched, octet for octet. What cannot be changed without breaking it (attachments, signed layers)
/// and holds one makes the walk [#isStuck].
final class Sweep {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int BASE64_LINE = 76; // RFC 2045 section 6.8

    private final Message message;
    private final byte[] octets;
    private final Needles needles;
    /// By offset: what stands there up to `end` gives way to `octets`.
    private final Map<Integer, Change> changes = new TreeMap<>();
    private final TreeMap<Integer, Integer> looked = new TreeMap<>();
    private boolean stuck;
    private boolean exposed;

    @SuppressWarnings("ArrayRecordComponent") // written out at once
    private record Change(int end, byte[] octets) {}

    private Sweep(Message message, Needles needles) {
        this.message = message;
        this.octets = message.toByteArray();
        this.needles = needles;
    }

    static Sweep of(Message message, Needles needles) {
        Sweep sweep = new Sweep(message, needles);
        sweep.part(message.root(), false);
        sweep.between();
        return sweep;
    }

    /// Something was found that cannot be taken out.
    boolean isStuck() {
        return stuck;
    }

    /// One stood in a field that is copied, quoted and indexed by everybody: a subject, a file name, an address.
    boolean isExposed() {
        return exposed;
    }

    boolean hasChanges() {
        return !changes.isEmpty();
    }

    private void part(Part part, boolean sealed) {
        part.headers().all().forEach(header -> header(header, sealed));
        boolean signed = part.type().is("multipart", "signed") || part.type().is("multipart", "encrypted");
        part.parts().forEach(child -> part(child, sealed || signed));
        if (part.parts().isEmpty()) {
            looked.put(part.bodyStart(), part.end());
            if (part.type().isText() && !part.isAttachment()) {
                text(part, sealed);
            } else {
                attachment(part);
            }
        }
    }

    private void header(Header header, boolean sealed) {
        looked.put(header.start(), header.end());
        switch (HeaderSweep.of(header, needles)) {
            case HeaderSweep.Outcome.Kept() -> {} // nothing in it
            case HeaderSweep.Outcome.Stuck() -> stuck = true;
            case HeaderSweep.Outcome.Changed(byte[] changed) -> {
                boolean holdsStructure = header.isNamed("Content-Type") && new String(header.bytes(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).contains("boundary");
                stuck |= sealed || holdsStructure;
                exposed |= changed.length > 0;
                changes.put(header.start(), new Change(header.end(), changed));
            }
        }
    }

    private void text(Part part, boolean sealed) {
        byte[] decoded = part.decodedOctets();
        Charset charset = faithful(decoded, part.charset().orElse(StandardCharsets.ISO_8859_1));
        boolean shifted = part.charsetName().orElse("").contains("utf-7");
        boolean markup = !part.type().subtype().equals("plain");
        String text = new String(decoded, charset);
        TextSweep.Swept swept = TextSweep.of(text, needles, new TextSweep.Reading(markup, shifted, !sealed));
        if (swept.text().isPresent()) {
            stuck |= sealed || swept.insideSigned();
            changes.put(part.bodyStart(), new Change(part.end(), encoded(part, swept.text().get().getBytes(charset))));
        } else if (decoded.length > 0) {
            boolean wide = contains(decoded, (byte) 0) && needles.areInOctets(decoded);
            stuck |= wide || needles.isInBase64(text);
        }
    }

    /// A charset that would not give the same octets back is replaced by one that does.
    private static Charset faithful(byte[] octets, Charset declared) {
        return declared.canEncode() && isIn(declared, octets) ? declared : StandardCharsets.ISO_8859_1;
    }

    /// Without the characters, which would take several times as much as the octets.
    private static boolean isIn(Charset charset, byte[] octets) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(octets);
        CharBuffer out = CharBuffer.allocate(8 * 1024);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            result = decoder.decode(in, out.clear(), true);
        }
        return !result.isError();
    }

    private static boolean contains(byte[] octets, byte wanted) {
        for (byte octet : octets) {
            if (octet == wanted) {
                return true;
            }
        }
        return false;
    }

    private void attachment(Part part) {
        byte[] decoded = part.decodedOctets();
        boolean isText = part.type().isText();
        boolean inText = isText && TextSweep.of(new String(decoded, part.charset().orElse(StandardCharsets.ISO_8859_1)), needles, new TextSweep.Reading(true, false, false)).text().isPresent();
        stuck |= inText | needles.areInOctets(decoded) | ZipSweep.holds(decoded, needles);
    }

    private byte[] encoded(Part part, byte[] text) {
        String encoding = part.headers().first("Content-Transfer-Encoding").map(Header::value).orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "base64" -> Base64.getMimeEncoder(BASE64_LINE, LINE_END).encode(text);
            case "quoted-printable" -> QuotedPrintable.encode(text);
            default -> text;
        };
    }

    /// What is neither header nor leaf: preambles, epilogues, boundary lines, a line of an mbox.
    private void between() {
        int at = 0;
        TreeMap<Integer, Integer> seen = new TreeMap<>(looked);
        seen.put(octets.length, octets.length);
        for (Map.Entry<Integer, Integer> range : seen.entrySet()) {
            if (range.getKey() > at) {
                gap(at, range.getKey());
            }
            at = Math.max(at, range.getValue());
        }
    }

    private void gap(int start, int end) {
        String text = new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        boolean boundary = false;
        for (View view : new View[] {View.of(text), View.of(text).joined()}) {
            for (Needles.Range range : needles.in(view)) {
                boundary |= text.startsWith("--", text.lastIndexOf('\n', range.start()) + 1);
                changes.put(start + range.start(), new Change(start + range.end(), TextSweep.REMOVED.getBytes(StandardCharsets.US_ASCII)));
            }
        }
        stuck |= boundary || needles.isInBase64(text);
    }

    /// The message with all changes made.
    byte[] written() {
        var out = new ByteArrayOutputStream(octets.length);
        int at = 0;
        for (Map.Entry<Integer, Change> change : changes.entrySet()) {
            if (change.getKey() >= at) {
                out.write(octets, at, change.getKey() - at);
                out.writeBytes(change.getValue().octets());
                at = change.getValue().end();
            }
        }
        out.write(octets, at, octets.length - at);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return "Sweep of " + message.size() + " octets";
    }
}

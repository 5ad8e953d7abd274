package org.chancery.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the tree of parts in one pass over the bytes (RFC 2045, RFC 2046 section 5).
///
/// Every entity is read until a boundary line of any open multipart ends it; that line is kept in `found` and handed
/// up to the multipart whose it is. So each line is looked at once, whatever the nesting. The recursion is as deep
/// as [MimeLimits#depth].
final class MimeReader {
    private final byte[] bytes;
    private final MimeLimits limits;
    private final Boundaries boundaries = new Boundaries();
    private int parts;

    private Boundaries.@Nullable Line found;
    private int foundStart;
    private int foundNext;

    /// Over a limit: ends the reading from any depth, and never leaves this class.
    private static final class Refusal extends RuntimeException {
        private final int at;
        private final String why;

        Refusal(int at, String why) {
            super(why, null, false, false);
            this.at = at;
            this.why = why;
        }
    }

    private MimeReader(byte[] bytes, MimeLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    static Parsed<Part> read(byte[] bytes, MimeLimits limits) {
        try {
            return Parsed.of(new MimeReader(bytes, limits).message(0, 1));
        } catch (Refusal refusal) {
            return Parsed.malformed(refusal.at, refusal.why);
        }
    }

    /// What the header of an entity says, before its body is read.
    private record Head(Headers headers, int bodyStart, List<String> defects) {}

    /// The root of a message, before whose header an mbox line may stand.
    private Part message(int start, int depth) {
        int next = Lines.next(bytes, start, bytes.length);
        boolean mboxLine = (Lines.startsWith(bytes, start, next, "From ") || Lines.startsWith(bytes, start, next, ">From "))
                && colon(start, next) < 0;
        int header = mboxLine ? next : start;
        List<String> defects = depth == 1 ? LineEnds.defects(bytes) : new ArrayList<>(0);
        if (mboxLine) {
            defects.add(Defect.MBOX_LINE);
        }
        return entity(start, head(header, defects), ContentType.TEXT_PLAIN, depth);
    }

    private Part entity(int start, Head head, ContentType fallback, int depth) {
        if (depth > limits.depth()) {
            throw new Refusal(start, "parts nested more than " + limits.depth() + " deep");
        }
        if (++parts > limits.parts()) {
            throw new Refusal(start, "more than " + limits.parts() + " MIME parts");
        }
        ContentType type = type(head, fallback);
        TransferEncoding declared = TransferEncoding.of(head.headers(), head.defects());
        if (declared.changesOctets() && (type.isMultipart() || type.isMessage())) {
            head.defects().add(Defect.ENCODED_COMPOSITE);
        }
        // RFC 2045 section 6.4 forbids it, and what its boundaries enclose is evidently not encoded.
        TransferEncoding encoding = type.isMultipart() ? TransferEncoding.IDENTITY : declared;
        List<Part> children = found == null ? body(head, type, encoding, depth) : bodyless(head, type, encoding);
        // A header that runs into a boundary keeps its last line end, also as that of the parts around it.
        int inner = children.isEmpty() ? head.headers().end() : children.getLast().end();
        int end = Math.max(end(start), inner);
        return new Part(bytes, start, head.headers(), Math.min(head.bodyStart(), end), end, type, encoding, children, head.defects());
    }

    /// A message/rfc822 without any octet still holds a message, an empty one.
    private List<Part> bodyless(Head head, ContentType type, TransferEncoding encoding) {
        if (!type.isMessage() || encoding.changesOctets()) {
            return List.of();
        }
        int at = Math.max(end(head.headers().start()), head.headers().end());
        Headers none = new Headers.Collector(bytes, at).collected();
        List<String> defects = List.of(Defect.ENDS_IN_HEADER);
        return List.of(new Part(
                bytes, at, none, at, at, ContentType.TEXT_PLAIN, TransferEncoding.IDENTITY, List.of(), defects));
    }

    /// Where the entity ends that `found` has ended: before the line end that belongs to the boundary.
    private int end(int start) {
        return found == null ? bytes.length : Math.max(start, Lines.withoutLineEnd(bytes, start, foundStart));
    }

    private List<Part> body(Head head, ContentType type, TransferEncoding encoding, int depth) {
        Optional<String> boundary = Part.boundary(type);
        if (boundary.isPresent()) {
            return multipart(head, type, boundary.get(), depth);
        }
        if (type.isMultipart()) {
            head.defects().add(Defect.NO_BOUNDARY_PARAMETER);
        }
        if (type.isMessage() && !encoding.changesOctets()) {
            return List.of(message(head.bodyStart(), depth + 1));
        }
        skipToBoundary(head.bodyStart());
        return List.of();
    }

    private List<Part> multipart(Head head, ContentType type, String boundary, int depth) {
        ContentType fallback = type.subtype().equals("digest") ? ContentType.MESSAGE_RFC822 : ContentType.TEXT_PLAIN;
        List<Part> children = new ArrayList<>();
        int level = boundaries.depth();
        boundaries.push(boundary);
        skipToBoundary(head.bodyStart());
        while (found != null && found.level() == level && !found.isClosing()) {
            int start = foundNext;
            children.add(entity(start, head(start, new ArrayList<>(0)), fallback, depth + 1));
        }
        boundaries.popTo(level);
        if (children.isEmpty()) {
            head.defects().add(Defect.NO_PARTS);
        }
        if (found != null && found.level() == level) {
            skipToBoundary(foundNext);
        } else {
            head.defects().add(Defect.NO_CLOSING_BOUNDARY);
        }
        return children;
    }

    private void skipToBoundary(int from) {
        found = null;
        int at = from;
        while (at < bytes.length && boundaries.depth() > 0) {
            int next = Lines.next(bytes, at, bytes.length);
            if (isBoundary(at, next)) {
                return;
            }
            at = next;
        }
    }

    private boolean isBoundary(int start, int next) {
        if (boundaries.depth() == 0 || !Lines.startsWith(bytes, start, next, "--")) {
            return false;
        }
        found = boundaries.match(bytes, start, Lines.withoutLineEnd(bytes, start, next));
        foundStart = start;
        foundNext = next;
        return found != null;
    }

    private ContentType type(Head head, ContentType fallback) {
        if (head.headers().count("Content-Type") > 1) {
            head.defects().add(Defect.SEVERAL_CONTENT_TYPES);
        }
        Optional<Header> field = head.headers().first("Content-Type");
        if (field.isEmpty()) {
            return fallback;
        }
        return switch (ContentType.parse(field.get().value())) {
            case Parsed.Value<ContentType>(ContentType type) -> type;
            case Parsed.Malformed<ContentType> _ -> {
                head.defects().add(Defect.UNREADABLE_CONTENT_TYPE);
                yield ContentType.TEXT_PLAIN;
            }
        };
    }

    private Head head(int start, List<String> defects) {
        found = null;
        var fields = new Headers.Collector(bytes, start);
        int at = start;
        while (at < bytes.length) {
            int next = Lines.next(bytes, at, bytes.length);
            if (Lines.withoutLineEnd(bytes, at, next) == at) {
                // In an empty part the blank line belongs to the boundary after it (RFC 2046 section 5.1.1).
                boolean empty = isBoundary(next, Lines.next(bytes, next, bytes.length));
                return new Head(fields.collected(), empty ? at : next, defects);
            }
            if (isBoundary(at, next) || !field(fields, at, next)) {
                defects.add(found == null ? Defect.NO_SEPARATOR : Defect.ENDS_IN_HEADER);
                return new Head(fields.collected(), at, defects);
            }
            checkSize(fields, start, at, next);
            at = next;
        }
        if (start > 0 || fields.count() == 0) {
            defects.add(Defect.ENDS_IN_HEADER);
        }
        return new Head(fields.collected(), at, defects);
    }

    private boolean field(Headers.Collector fields, int at, int next) {
        if (Lines.isBlank(bytes[at])) {
            if (fields.count() > 0) {
                fields.continued(next);
            }
            return fields.count() > 0;
        }
        int colon = colon(at, next);
        if (colon >= 0) {
            fields.field(at, colon, next);
        }
        return colon >= 0;
    }

    /// RFC 5322 sections 3.6.8 and 4.5: printable ASCII, then perhaps blanks, then the colon; or -1.
    private int colon(int from, int to) {
        int at = from;
        while (at < to && bytes[at] > ' ' && bytes[at] < 0x7F && bytes[at] != ':') {
            at++;
        }
        int nameEnd = at;
        while (at < to && Lines.isBlank(bytes[at])) {
            at++;
        }
        return nameEnd > from && at < to && bytes[at] == ':' ? at : -1;
    }

    private void checkSize(Headers.Collector fields, int start, int at, int next) {
        if (fields.count() > limits.fields()) {
            throw new Refusal(at, "more than " + limits.fields() + " header fields");
        }
        if (next - start > limits.headerOctets()) {
            throw new Refusal(at, "a header of more than " + limits.headerOctets() / 1024 + " KB");
        }
    }
}

package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Changes to a message, collected and then made at once into a new one; the message itself stays.
/// Removing and replacing concern the fields that were received, adding what stands beside them. Every octet
/// that no call names is copied.
public final class MessageEdit {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Message message;
    private final byte[] source;
    private final Set<Integer> removed = new HashSet<>();
    private final Map<Integer, HeaderField> replaced = new HashMap<>();
    private final List<HeaderField> prepended = new ArrayList<>();
    private final List<HeaderField> appended = new ArrayList<>();
    /// By offset: what stands there up to `end` gives way to `octets`.
    private final TreeMap<Integer, Replacement> bodyChanges = new TreeMap<>();

    /// Fields of a new content, as they stood in the part that it comes from.
    private byte[] contentFields = {};

    private record Replacement(int end, byte[] octets) {}

    MessageEdit(Message message) {
        this.message = message;
        this.source = message.source();
    }

    /// Every field of that name, without regard to case.
    public MessageEdit removeAll(String name) {
        return removeIf(header -> header.isNamed(name));
    }

    public MessageEdit removeIf(Predicate<Header> condition) {
        message.headers().all().stream().filter(condition).forEach(header -> removed.add(header.start()));
        return this;
    }

    /// In front of everything, also of what was prepended before: as trace fields are added (RFC 5321 section 4.4).
    public MessageEdit prepend(HeaderField field) {
        prepended.addFirst(field);
        return this;
    }

    /// At the end of the header block.
    public MessageEdit append(HeaderField field) {
        appended.add(field);
        return this;
    }

    /// In the place of the first field of that name that is still there; at the end of the block if there is none.
    public MessageEdit replaceFirst(String name, HeaderField field) {
        Optional<Header> first = message.headers().all(name).stream()
                .filter(header -> !removed.contains(header.start()))
                .findFirst();
        if (first.isPresent()) {
            replaced.put(first.get().start(), field);
            return this;
        }
        return append(field);
    }

    /// Everything after the blank line. The header stays: its Content-Type must fit.
    public MessageEdit replaceBody(byte[] body) {
        return bodyOf(body.clone());
    }

    /// The array is given away.
    private MessageEdit bodyOf(byte[] body) {
        bodyChanges.clear();
        bodyChanges.put(message.bodyStart(), new Replacement(source.length, body));
        return this;
    }

    /// A part with its header, by one that also begins with its header. Throws `IllegalArgumentException` for a part
    /// of another message, for one inside or around a part already replaced, and for octets with a line that
    /// is a boundary of an enclosing multipart.
    public MessageEdit replacePart(Part part, byte[] wholePart) {
        Boundaries enclosing = new Boundaries();
        if (part == message.root() || !isWithin(message.root(), part, enclosing)) {
            throw new IllegalArgumentException("not a part inside this message");
        }
        if (enclosing.areIn(wholePart)) {
            throw new IllegalArgumentException("the new part contains a boundary of the message");
        }
        return change(part.start(), part.end(), wholePart.clone());
    }

    /// The content of the message by that of a part that begins with its header: the Content-* fields of the message
    /// give way to those of the part, octet for octet, its body to the part's.
    public MessageEdit replaceContent(byte[] wholePart) {
        Message content = Message.edited(wholePart); // read here and not kept
        removeIf(Header::describesContent);
        var fields = new ByteArrayOutputStream();
        for (Header field : content.headers().all()) {
            if (field.describesContent()) {
                fields.writeBytes(field.bytes());
                fields.writeBytes(content.source()[field.end() - 1] == '\n' ? new byte[0] : CRLF);
            }
        }
        contentFields = fields.toByteArray();
        return bodyOf(Arrays.copyOfRange(content.source(), content.bodyStart(), content.size()));
    }

    /// Parts out of a multipart of this message, with the boundary lines that go with them. Throws
    /// `IllegalArgumentException` when one is no part of it, when none would be left, and when one
    /// overlaps what is already replaced.
    public MessageEdit removeParts(Part multipart, Set<Part> unwanted) {
        List<Part> parts = multipart.parts();
        if (!multipart.type().isMultipart() || !parts.containsAll(unwanted) || unwanted.containsAll(parts)
                || !isWithin(message.root(), multipart, new Boundaries())) {
            throw new IllegalArgumentException("not some parts of a multipart inside this message");
        }
        for (int from = 0, to; from < parts.size(); from = to + 1) {
            to = from;
            while (to < parts.size() && unwanted.contains(parts.get(to))) {
                to++;
            }
            if (to > from) {
                removeRun(parts, from, to);
            }
        }
        return this;
    }

    /// The parts from `from` to before `to`. At the beginning the boundary line before them then opens the next part;
    /// elsewhere they go from where the last one that stays ends.
    private void removeRun(List<Part> parts, int from, int to) {
        if (from == 0) {
            change(parts.getFirst().start(), parts.get(to).start(), new byte[0]);
        } else {
            change(parts.get(from - 1).end(), parts.get(to - 1).end(), new byte[0]);
        }
    }

    private MessageEdit change(int start, int end, byte[] octets) {
        var before = bodyChanges.floorEntry(start);
        var after = bodyChanges.ceilingEntry(start);
        if ((before != null && before.getValue().end() > start)
                || (after != null && after.getKey() < end)
                || (after != null && after.getKey() == start)) {
            throw new IllegalArgumentException("overlaps a part that is already replaced");
        }
        bodyChanges.put(start, new Replacement(end, octets));
        return this;
    }

    private static boolean isWithin(Part around, Part wanted, Boundaries enclosing) {
        if (around == wanted) {
            return true;
        }
        int depth = enclosing.depth();
        around.boundary().ifPresent(enclosing::push);
        for (Part child : around.parts()) {
            if (isWithin(child, wanted, enclosing)) {
                return true;
            }
        }
        enclosing.popTo(depth);
        return false;
    }

    /// The new message; the same one if nothing was changed. Throws `IllegalArgumentException` if the changes
    /// made it more than twice as large as a received message may be in depth, parts or header.
    public Message build() {
        boolean unchanged = removed.isEmpty()
                && replaced.isEmpty()
                && prepended.isEmpty()
                && appended.isEmpty()
                && bodyChanges.isEmpty();
        return unchanged ? message : Message.edited(bytes());
    }

    private byte[] bytes() {
        var out = new ByteArrayOutputStream(source.length + 4096);
        Headers headers = message.headers();
        out.write(source, 0, headers.start());
        if (headers.start() > 0 && source[headers.start() - 1] != '\n') {
            // Nothing but an mbox line, cut off.
            out.writeBytes(CRLF);
        }
        prepended.forEach(field -> out.writeBytes(field.bytes()));
        fields(out, headers);
        appended.forEach(field -> out.writeBytes(field.bytes()));
        out.writeBytes(contentFields);
        separator(out, headers.end());
        body(out);
        return out.toByteArray();
    }

    private void fields(ByteArrayOutputStream out, Headers headers) {
        boolean cutOff = false;
        for (Header header : headers.all()) {
            HeaderField replacement = replaced.get(header.start());
            if (removed.contains(header.start())) {
                continue;
            }
            if (replacement != null) {
                out.writeBytes(replacement.bytes());
            } else {
                out.write(source, header.start(), header.end() - header.start());
                cutOff = source[header.end() - 1] != '\n';
            }
        }
        if (cutOff && (!appended.isEmpty() || !bodyChanges.isEmpty() || contentFields.length > 0)) {
            out.writeBytes(CRLF);
        }
    }

    /// What follows the header must not become part of it: a body without blank line that begins with a blank
    /// would continue the field that we add.
    private void separator(ByteArrayOutputStream out, int headerEnd) {
        int bodyStart = message.bodyStart();
        boolean none = headerEnd == bodyStart;
        boolean continues = bodyStart < source.length && Lines.isBlank(source[bodyStart]);
        if (none && (continues || bodyChanges.containsKey(bodyStart))) {
            out.writeBytes(CRLF);
        }
        out.write(source, headerEnd, bodyStart - headerEnd);
    }

    private void body(ByteArrayOutputStream out) {
        int at = message.bodyStart();
        for (var change : bodyChanges.entrySet()) {
            Replacement replacement = change.getValue();
            out.write(source, at, change.getKey() - at);
            out.writeBytes(replacement.octets());
            at = replacement.end();
            if (at < source.length && replacement.octets().length > 0 && !startsWithLineEnd(at)) {
                out.writeBytes(CRLF);
            }
        }
        out.write(source, at, source.length - at);
    }

    private boolean startsWithLineEnd(int at) {
        return source[at] == '\n' || (source[at] == '\r' && at + 1 < source.length && source[at + 1] == '\n');
    }
}

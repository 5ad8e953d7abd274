package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Addressed;
import org.chancery.protection.ContentMark;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureValue;
import org.chancery.secrets.Secret;

/// The memory of the site as one role of one list asks it. Each signature and each encryption leaves two marks, one for the site and one for where it came in:
/// without a protected header everything counts once on the site; whom the author named inside himself, asks for the second alone.
///
/// Example: `Arrivals posts = memory.posts(list); Opening opening = opener.open(message, now, posts); posts.marks(opening.report())`.
public final class Arrivals implements AcceptedSignatures {
    /// An author who names more has pasted an address book, and its other lists do not matter.
    private static final int MOST_LOOKED_UP = 50;
    private final SignatureMemory memory;
    private final Destination destination;

    Arrivals(SignatureMemory memory, Destination destination) {
        this.memory = memory;
        this.destination = destination;
    }

    @Override
    public boolean contains(SignatureValue value) {
        return memory.contains(value);
    }

    @Override
    public Addressed addressed(List<Address> inside) {
        if (inside.stream().anyMatch(destination::isNamedBy)) {
            return Addressed.HERE;
        }
        if (inside.stream().anyMatch(destination::isOfList)) {
            return Addressed.ANOTHER_ROLE;
        }
        return inside.stream().limit(MOST_LOOKED_UP).anyMatch(memory::isList) ? Addressed.ANOTHER_LIST : Addressed.UNSAID;
    }

    @Override
    public boolean contains(SignatureValue value, Addressed addressed) {
        return contains(memory.mac(value), addressed);
    }

    @Override
    public Optional<ContentMark> mark(Secret contentKey) {
        return Optional.of(new ContentMark(memory.mac(contentKey)));
    }

    @Override
    public boolean contains(ContentMark mark, Addressed addressed) {
        return contains(mark.octets(), addressed);
    }

    private boolean contains(byte[] mac, Addressed addressed) {
        return memory.contains(addressed == Addressed.HERE ? memory.mac(mac, destination) : mac);
    }

    /// To be written in the commit of the receipt. What counts once on the site, or here, must be the first.
    public List<Mark> marks(CryptoReport report) {
        List<Mark> marks = new ArrayList<>();
        boolean isHere = report.addressed() == Addressed.HERE;
        for (SignatureFinding finding : report.signatures()) {
            add(marks, memory.mac(finding.value()), AcceptedMacs.MEMORY, finding.isGood(), isHere);
        }
        for (ContentMark content : report.marks()) {
            add(marks, content.octets(), AcceptedMacs.CONTENT_MEMORY, true, isHere);
        }
        return List.copyOf(marks);
    }

    /// Of what was opened and is not taken, so that no receipt brings it into the store.
    public void remember(CryptoReport report, Instant at) {
        if (!report.marks().isEmpty() && !report.isRepeated()) {
            memory.remember(marks(report), at);
        }
    }

    private void add(List<Mark> marks, byte[] mac, Duration time, boolean isOnce, boolean isHere) {
        for (Mark mark : List.of(new Mark(mac, time, isOnce && !isHere), new Mark(memory.mac(mac, destination), time, isOnce && isHere))) {
            if (marks.stream().noneMatch(mark::isSame)) {
                marks.add(mark);
            }
        }
    }
}

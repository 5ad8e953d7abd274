package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.chancery.archive.Digests;
import org.chancery.delivery.Queue;
import org.chancery.delivery.Queue.Target;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.posting.ReceiptId;

/// Puts digests into the queue, with all their recipients at once: who takes digests and what he is to get must be read
/// in one transaction, or a member who changes his mind meanwhile would get a post twice or never.
final class DigestLetters {
    private static final int PAGE = 5_000; // members in memory at once
    private static final String EVERYBODY =
            """
            SELECT number, address FROM member WHERE list = ? AND digest <> 'NONE' AND digest = ? AND role = 'member' AND delivery = 1
            AND away_until <= ? AND number > ? AND NOT EXISTS (SELECT 1 FROM digest_turn t WHERE t.member = member.number) ORDER BY number LIMIT ?
            """;

    private DigestLetters() {}

    static void insert(Session session, ListId list, Digests.Letter letter, Instant now) throws SQLException {
        long posting = switch (letter) {
            case Digests.Letter.Digest(var _, String messageId, byte[] octets) -> digest(session, list, messageId, octets, now);
            case Digests.Letter.Single(var _, var original) -> Postings.again(session, original, now);
        };
        int chunks = switch (letter.audience()) {
            case Digests.Audience.Everybody(Member.Digest form) -> everybody(session, list, form, posting, now);
            case Digests.Audience.These(List<Digests.Turn> members) -> write(session, posting, 0, targets(members), now);
        };
        session.update("UPDATE posting SET chunks = chunks + ? WHERE id = ?", chunks, posting);
    }

    /// Its receipt is our own, like that of a notice.
    private static long digest(Session session, ListId list, String messageId, byte[] octets, Instant now) throws SQLException {
        ReceiptId receipt = NoticeRows.id(octets, now);
        session.update(
                """
                INSERT INTO receipt (id, at, session, mail_from, recipients, message_id, content_mac, size)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                receipt.toString(), now, Lines.map(Map.of("listener", "own")), Envelopes.mailFrom(Envelope.MailFrom.nullSender()),
                Envelopes.recipients(List.of(Envelope.Recipient.of(address(session, list)))), messageId, new byte[0], octets.length);
        session.update("INSERT INTO message (receipt, octets) VALUES (?, ?)", receipt.toString(), new byte[0]); // what retention goes by
        PostMemory.ours(session, list, messageId, receipt, now);
        return Postings.insertDigest(session, receipt, list, octets, now);
    }

    private static Address address(Session session, ListId list) throws SQLException {
        return session.first("SELECT address FROM list WHERE id = ?", row -> Address.of(row.getString(1)), list.value()).orElseThrow();
    }

    private static int everybody(Session session, ListId list, Member.Digest form, long posting, Instant now) throws SQLException {
        int chunks = 0;
        long after = 0;
        List<Found> page;
        do {
            page = session.list(EVERYBODY, row -> new Found(row.getLong(1), Address.of(row.getString(2))), list.value(), form.name(), now, after, PAGE);
            chunks += write(session, posting, chunks, page, now);
            after = page.isEmpty() ? after : page.getLast().number();
        } while (page.size() == PAGE);
        return chunks;
    }

    private record Found(long number, Address address) {}

    private static List<Found> targets(List<Digests.Turn> members) {
        return members.stream().map(turn -> new Found(turn.member().value(), turn.address())).toList();
    }

    private static int write(Session session, long posting, int first, List<Found> members, Instant now) throws SQLException {
        int number = first;
        for (int from = 0; from < members.size(); from += Queue.CHUNK) {
            List<Target> targets = new ArrayList<>();
            for (Found member : members.subList(from, Math.min(from + Queue.CHUNK, members.size()))) {
                targets.add(new Target(targets.size(), OptionalLong.of(member.number()), member.address()));
            }
            Chunks.insert(session, posting, number++, targets, now);
        }
        return number - first;
    }
}

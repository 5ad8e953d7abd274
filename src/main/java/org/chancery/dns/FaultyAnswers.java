package org.chancery.dns;

import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Replies that are wrong in the way a [Fault] says.
final class FaultyAnswers {
    private static final int TXT_LENGTH = 200;

    private FaultyAnswers() {}

    /// Empty means silence. `truth` is what the zone says.
    static Optional<Message> answer(Fault fault, Message query, Optional<Message> truth) {
        Name name = query.getQuestion().getName();
        Message reply = ZoneAnswers.reply(query);
        return switch (fault) {
            case Fault.ServFail _ -> Optional.of(ZoneAnswers.error(query, Rcode.SERVFAIL));
            case Fault.Refused _ -> Optional.of(ZoneAnswers.error(query, Rcode.REFUSED));
            case Fault.Silence _ -> Optional.empty();
            case Fault.Delay _, Fault.Garbage _ -> truth;
            case Fault.WrongQuestion _ -> Optional.of(wrongQuestion(query));
            case Fault.CnameLoop(int length) -> Optional.of(loop(reply, name, length));
            case Fault.CnameChain _ -> Optional.of(alias(reply, name, next(name)));
            case Fault.HugeAnswer(int octets) -> Optional.of(huge(reply, name, octets));
            case Fault.Truncated _ -> Optional.of(truncated(reply));
            case Fault.Lame _ -> Optional.of(lame(reply));
        };
    }

    /// The id and then only set bits: counts of 65,535 records that are not there.
    static byte[] garbage(Message query) {
        byte[] octets = new byte[40];
        Arrays.fill(octets, (byte) 0xff);
        int id = query.getHeader().getID();
        octets[0] = (byte) (id >> 8);
        octets[1] = (byte) id;
        return octets;
    }

    private static Message wrongQuestion(Message query) {
        Message other = new Message(query.getHeader().getID());
        other.getHeader().setFlag(Flags.QR);
        other.addRecord(
                Record.newRecord(
                        below(Name.root, "somebody-else"), query.getQuestion().getType(), DClass.IN),
                Section.QUESTION);
        return other;
    }

    private static Message loop(Message reply, Name start, int length) {
        Name from = start;
        for (int i = 1; i <= length; i++) {
            Name to = below(start, "loop" + i);
            alias(reply, from, to);
            from = to;
        }
        return alias(reply, from, start);
    }

    private static Message alias(Message reply, Name from, Name to) {
        reply.addRecord(new CNAMERecord(from, DClass.IN, ZoneReader.TTL_SECONDS, to), Section.ANSWER);
        return reply;
    }

    private static Message huge(Message reply, Name name, int octets) {
        for (int i = 0; i < octets / TXT_LENGTH; i++) {
            String text = (i + " ").repeat(TXT_LENGTH).substring(0, TXT_LENGTH);
            reply.addRecord(new TXTRecord(name, DClass.IN, ZoneReader.TTL_SECONDS, text), Section.ANSWER);
        }
        return reply;
    }

    private static Message truncated(Message reply) {
        reply.getHeader().setFlag(Flags.TC);
        return reply;
    }

    private static Message lame(Message reply) {
        reply.getHeader().unsetFlag(Flags.AA);
        reply.addRecord(
                new NSRecord(Name.root, DClass.IN, ZoneReader.TTL_SECONDS, below(Name.root, "elsewhere")),
                Section.AUTHORITY);
        return reply;
    }

    /// `c1.x` after `x`, `c2.x` after `c1.x`.
    private static Name next(Name name) {
        String first = name.getLabelString(0);
        return first.matches("c[0-9]{1,6}")
                ? below(new Name(name, 1), "c" + (Integer.parseInt(first.substring(1)) + 1))
                : below(name, "c1");
    }

    private static Name below(Name parent, String label) {
        try {
            return Name.concatenate(Name.fromConstantString(label), parent);
        } catch (NameTooLongException tooLong) {
            throw new IllegalArgumentException("no room for another label under " + parent, tooLong);
        }
    }
}

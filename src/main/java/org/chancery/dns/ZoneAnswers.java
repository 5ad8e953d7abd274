package org.chancery.dns;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What an authoritative server says for a [Zone] (RFC 1034 section 4.3.2). Pure: no sockets, no waiting.
final class ZoneAnswers {

    /// What we can take ourselves over UDP; the same that resolvers announce by default.
    static final int EDNS_PAYLOAD = 1232;

    /// An alias chain in a zone file may be a circle; nobody follows more than this.
    private static final int MAX_CHAIN = 16;

    private ZoneAnswers() {}

    /// An empty reply to `query`: its id, its question, authoritative.
    static Message reply(Message query) {
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
        }
        query.getSection(Section.QUESTION).forEach(question -> reply.addRecord(question, Section.QUESTION));
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(EDNS_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    static Message error(Message query, int rcode) {
        Message reply = reply(query);
        reply.getHeader().setRcode(rcode);
        return reply;
    }

    /// Empty means silence.
    static Optional<Message> answer(Zone zone, Message query) {
        List<Record> questions = query.getSection(Section.QUESTION);
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Optional.of(error(query, Rcode.NOTIMP));
        }
        if (questions.size() != 1) {
            return Optional.of(error(query, Rcode.FORMERR));
        }
        if (questions.getFirst().getDClass() != DClass.IN) {
            return Optional.of(error(query, Rcode.REFUSED));
        }
        return walk(zone, reply(query), questions.getFirst().getName(), questions.getFirst().getType());
    }

    private static Optional<Message> walk(Zone zone, Message reply, Name asked, int type) {
        Set<Name> seen = new HashSet<>();
        Name name = asked;
        while (seen.add(name) && seen.size() <= MAX_CHAIN) {
            Optional<Zone.Node> node = zone.node(name);
            if (node.isEmpty()) {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
                return Optional.of(withSoa(reply));
            }
            Optional<List<Record>> records = records(node.get(), type);
            if (records.isPresent()) {
                records.get().forEach(record -> reply.addRecord(record, Section.ANSWER));
                return Optional.of(records.get().isEmpty() ? withSoa(reply) : reply);
            }
            if (node.get().alias().isEmpty()) {
                return node.get().isSilent() ? Optional.empty() : Optional.of(withSoa(reply));
            }
            reply.addRecord(node.get().alias().get(), Section.ANSWER);
            name = node.get().alias().get().getTarget();
        }
        return Optional.of(reply);
    }

    private static Optional<List<Record>> records(Zone.Node node, int type) {
        return node.records().entrySet().stream()
                .filter(entry -> Type.value(entry.getKey().name()) == type)
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> type == Type.CNAME ? node.alias().map(List::<Record>of) : Optional.empty());
    }

    /// RFC 2308 section 3: the SOA in the authority section says how long a "no" holds. Ours is the root's,
    /// because the zone file is all the DNS there is.
    private static Message withSoa(Message reply) {
        reply.addRecord(
                new SOARecord(
                        Name.root, DClass.IN, ZoneReader.TTL_SECONDS, Name.root, Name.root, 1, 3600, 600, 86400, 60),
                Section.AUTHORITY);
        return reply;
    }
}

package org.chancery.dns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// The way of one look-up along CNAME records (RFC 1034 section 3.6.2), within a message and from message to message.
/// Records that do not hang on the trail are not looked at, so a server cannot slip in answers nobody asked for.
final class AliasTrail<T> {

    /// Honest zones have one or two; each one more is a query that a hostile zone makes us send.
    private static final int MAX_ALIASES = 8;

    private final Question<T> question;
    private final Set<Name> seen = new HashSet<>();
    private Name name;
    private long ttlSeconds = Long.MAX_VALUE;
    private boolean authenticated = true;

    AliasTrail(Question<T> question, Name name) {
        this.question = question;
        this.name = name;
        seen.add(name);
    }

    /// What a message means for the look-up.
    sealed interface Step<T> {
        record End<T>(Answer<T> answer) implements Step<T> {}

        /// The trail leads to a name that the message says nothing about.
        record AskAgain<T>() implements Step<T> {}
    }

    /// The name to ask for next.
    Name name() {
        return name;
    }

    Step<T> read(Message message) {
        authenticated &= message.getHeader().getFlag(Flags.AD);
        Name start = name;
        while (true) {
            List<T> values = values(message);
            if (!values.isEmpty()) {
                return new Step.End<>(new Answer.Found<>(values, Duration.ofSeconds(ttlSeconds), authenticated));
            }
            Optional<CNAMERecord> alias = alias(message);
            if (alias.isEmpty()) {
                return nothing(message, !name.equals(start));
            }
            ttlSeconds = Math.min(ttlSeconds, alias.get().getTTL());
            name = alias.get().getTarget();
            if (!seen.add(name) || seen.size() > MAX_ALIASES + 1) {
                return new Step.End<>(new Answer.TemporaryFailure<>(
                        "CNAME records that go in a circle or over more than " + MAX_ALIASES + " names"));
            }
        }
    }

    private Stream<Record> here(Message message) {
        return message.getSection(Section.ANSWER).stream().filter(record -> record.getName().equals(name));
    }

    private Optional<CNAMERecord> alias(Message message) {
        return here(message)
                .filter(CNAMERecord.class::isInstance)
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    private List<T> values(Message message) {
        int type = Type.value(question.type().name());
        List<Record> records =
                here(message).filter(record -> record.getType() == type).toList();
        records.forEach(record -> ttlSeconds = Math.min(ttlSeconds, record.getTTL()));
        Stream<T> values = records.stream().flatMap(record -> value(record).stream()).map(question.valueType()::cast);
        return (question.type() == RecordType.MX ? values.sorted() : values).toList();
    }

    private static Optional<Object> value(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            case MXRecord mx -> Optional.of(new Mx(mx.getPriority(), DnsName.decode(mx.getTarget())));
            case TXTRecord txt -> Optional.of(joined(txt));
            case PTRRecord ptr -> Optional.of(DnsName.decode(ptr.getTarget()));
            default -> Optional.empty();
        };
    }

    private static String joined(TXTRecord txt) {
        var text = new StringBuilder();
        for (byte[] string : txt.getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private Step<T> nothing(Message message, boolean moved) {
        Optional<SOARecord> authority = authority(message);
        Duration ttl = authority
                .map(soa -> Duration.ofSeconds(Math.min(ttlSeconds, Math.min(soa.getTTL(), soa.getMinimum()))))
                .orElse(Duration.ZERO);
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return new Step.End<>(new Answer.NxDomain<>(ttl));
        }
        if (authority.isEmpty() && moved) {
            return new Step.AskAgain<>();
        }
        if (authority.isEmpty() && isReferral(message)) {
            return new Step.End<>(new Answer.TemporaryFailure<>("a lame name server that only refers to others"));
        }
        return new Step.End<>(new Answer.NoData<>(ttl));
    }

    /// The SOA that makes a negative answer one (RFC 2308 section 2): of a zone that holds the name.
    private Optional<SOARecord> authority(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> name.subdomain(soa.getName()))
                .findFirst();
    }

    /// RFC 2308 section 2.2: no SOA but NS records is no answer. One from an authoritative server would be.
    private static boolean isReferral(Message message) {
        return !message.getHeader().getFlag(Flags.AA)
                && message.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
    }
}

package org.chancery.dns;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a [Zone] from JSON and collects every fault on the way. One object reads one zone.
final class ZoneReader {

    /// Short, so that a changed zone shows soon; long enough that caches are really used.
    static final long TTL_SECONDS = 300;

    /// A DNS message over TCP has at most 65,535 octets; this leaves room for the rest of it.
    private static final int MAX_TXT = 60_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String KEYS = "one of TXT, A, AAAA, MX, PTR, CNAME, timeout";

    private final List<String> faults = new ArrayList<>();
    private final Map<Name, Zone.Node> nodes = new HashMap<>();

    static Zone.Reading read(String json) {
        try {
            return new ZoneReader().read(JSON.readTree(json));
        } catch (JacksonException notJson) {
            var at = notJson.getLocation();
            String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            return new Zone.Reading.Faulty(List.of(where + notJson.getOriginalMessage()));
        }
    }

    Zone.Reading read(JsonNode zone) {
        if (!zone.isObject()) {
            fault("zone", zone, "an object with one entry per name");
        }
        zone.properties().forEach(entry -> node(entry.getKey(), entry.getValue()));
        return faults.isEmpty() ? new Zone.Reading.Good(new Zone(nodes)) : new Zone.Reading.Faulty(faults);
    }

    private void node(String key, JsonNode value) {
        Optional<Name> name = DnsName.encode(key);
        if (key.isEmpty() || name.isEmpty()) {
            faults.add(quoted(key) + ": not a DNS name (labels of 1 to 63 octets, 255 in all)");
        } else if (nodes.containsKey(name.get())) {
            faults.add(quoted(key) + ": stands here twice");
        } else if (!value.isObject()) {
            fault(quoted(key), value, "an object with " + KEYS);
        } else {
            nodes.put(name.get(), node(key, name.get(), value));
        }
    }

    private Zone.Node node(String key, Name owner, JsonNode value) {
        Map<RecordType, List<Record>> records = new EnumMap<>(RecordType.class);
        Optional<CNAMERecord> alias = Optional.empty();
        boolean silent = false;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String where = quoted(key) + " " + entry.getKey();
            JsonNode found = entry.getValue();
            switch (entry.getKey()) {
                case "A" -> records.put(RecordType.A, all(where, found, (at, one) -> a(at, owner, one)));
                case "AAAA" -> records.put(RecordType.AAAA, all(where, found, (at, one) -> aaaa(at, owner, one)));
                case "MX" -> records.put(RecordType.MX, all(where, found, (at, one) -> mx(at, owner, one)));
                case "TXT" -> records.put(RecordType.TXT, all(where, found, (at, one) -> txt(at, owner, one)));
                case "PTR" -> records.put(RecordType.PTR, all(where, found, (at, one) -> ptr(at, owner, one)));
                case "CNAME" -> alias = host(where, found).map(to -> new CNAMERecord(owner, DClass.IN, TTL_SECONDS, to));
                case "timeout" -> silent = truth(where, found);
                default -> faults.add(where + ": unknown key, expected " + KEYS);
            }
        }
        return new Zone.Node(records, alias, silent);
    }

    private List<Record> all(String where, JsonNode list, BiFunction<String, JsonNode, Optional<? extends Record>> read) {
        if (!list.isArray()) {
            fault(where, list, "an array");
            return List.of();
        }
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            read.apply(where + "[" + i + "]", list.get(i)).ifPresent(records::add);
        }
        return records;
    }

    private Optional<Record> a(String where, Name owner, JsonNode value) {
        return address(where, value, Address.IPv4, "an IPv4 address")
                .map(octets -> Record.newRecord(owner, Type.A, DClass.IN, TTL_SECONDS, octets));
    }

    private Optional<Record> aaaa(String where, Name owner, JsonNode value) {
        return address(where, value, Address.IPv6, "an IPv6 address")
                .map(octets -> Record.newRecord(owner, Type.AAAA, DClass.IN, TTL_SECONDS, octets));
    }

    private Optional<byte[]> address(String where, JsonNode value, int family, String expected) {
        byte[] octets = value.isString() ? Address.toByteArray(value.stringValue(), family) : null;
        if (octets == null) {
            fault(where, value, expected);
        }
        return Optional.ofNullable(octets);
    }

    private Optional<MXRecord> mx(String where, Name owner, JsonNode value) {
        boolean isPair = value.isArray() && value.size() == 2 && value.get(0).isInt();
        int preference = isPair ? value.get(0).intValue() : -1;
        if (preference < 0 || preference > 0xffff) {
            fault(where, value, "[preference 0 to 65535, \"host\"]");
            return Optional.empty();
        }
        return host(where + "[1]", value.get(1))
                .map(host -> new MXRecord(owner, DClass.IN, TTL_SECONDS, preference, host));
    }

    private Optional<PTRRecord> ptr(String where, Name owner, JsonNode value) {
        return name(where, value).map(target -> new PTRRecord(owner, DClass.IN, TTL_SECONDS, target));
    }

    private Optional<Record> txt(String where, Name owner, JsonNode value) {
        if (!value.isString()) {
            fault(where, value, "a string");
            return Optional.empty();
        }
        String text = value.stringValue();
        if (text.length() > MAX_TXT || text.chars().anyMatch(c -> c > 0xff)) {
            faults.add(where + ": expected at most " + MAX_TXT + " characters U+0000 to U+00FF, one per octet");
            return Optional.empty();
        }
        return Optional.of(Record.newRecord(owner, Type.TXT, DClass.IN, TTL_SECONDS, characterStrings(text)));
    }

    /// RFC 1035 section 3.3: a character-string has at most 255 octets, after one octet with their number.
    private static byte[] characterStrings(String text) {
        var wire = new ByteArrayOutputStream();
        int from = 0;
        do {
            int to = Math.min(text.length(), from + 255);
            wire.write(to - from);
            text.substring(from, to).chars().forEach(wire::write);
            from = to;
        } while (from < text.length());
        return wire.toByteArray();
    }

    private Optional<Name> name(String where, JsonNode value) {
        Optional<Name> name = value.isString() ? nameOf(value.stringValue()) : Optional.empty();
        if (name.isEmpty()) {
            fault(where, value, "a DNS name");
        }
        return name;
    }

    /// The root is written as "." or left empty: the host of a null MX (RFC 7505 section 3), an alias that leads nowhere.
    private Optional<Name> host(String where, JsonNode value) {
        return value.isString() && value.stringValue().isEmpty() ? Optional.of(Name.root) : name(where, value);
    }

    private static Optional<Name> nameOf(String text) {
        return text.isEmpty() ? Optional.empty() : DnsName.encode(text);
    }

    private boolean truth(String where, JsonNode value) {
        if (!value.isBoolean()) {
            fault(where, value, "true or false");
        }
        return value.isBoolean() && value.booleanValue();
    }

    private void fault(String where, JsonNode found, String expected) {
        String text = found.toString();
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        faults.add(where + ": found " + shown + ", expected " + expected);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}

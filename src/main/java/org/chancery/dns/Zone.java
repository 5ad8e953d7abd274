package org.chancery.dns;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import tools.jackson.databind.JsonNode;

/// All the DNS there is, as one JSON object: what [ZoneServer] serves. A name that is not in it does not exist.
///
/// Example: `{"example.org.": {"MX": [[10, "mx.example.org."]], "TXT": ["v=spf1 mx -all"]},
/// "mx.example.org.": {"A": ["127.0.0.2"]}, "slow.example.org.": {"timeout": true}}`.
///
/// Names may end with a dot or not and are compared without regard to case. A TXT value is one record, its strings
/// joined, one character U+0000 to U+00FF per octet. `timeout` means silence for the record types that the name
/// does not list. A listed type wins over a `CNAME` of the same name.
public final class Zone {

    /// Nothing to serve: every name is NXDOMAIN.
    public static final Zone EMPTY = new Zone(Map.of());

    private final Map<Name, Node> nodes;

    Zone(Map<Name, Node> nodes) {
        this.nodes = Map.copyOf(nodes);
    }

    /// What stands under one name. A type that is listed without a record is there, and empty.
    record Node(Map<RecordType, List<Record>> records, Optional<CNAMERecord> alias, boolean isSilent) {
        Node {
            Map<RecordType, List<Record>> copy = new EnumMap<>(RecordType.class);
            records.forEach((type, list) -> copy.put(type, List.copyOf(list)));
            records = copy;
        }
    }

    /// The zone, or each fault in it as one clause that begins with the place.
    public sealed interface Reading {
        record Good(Zone zone) implements Reading {}

        record Faulty(List<String> faults) implements Reading {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }

        /// For zones our own code wrote. Throws `IllegalArgumentException` with all faults.
        default Zone orThrow() {
            return switch (this) {
                case Good(Zone zone) -> zone;
                case Faulty(List<String> faults) -> throw new IllegalArgumentException(String.join("; ", faults));
            };
        }
    }

    /// From the text of a zone file.
    public static Reading read(String json) {
        return ZoneReader.read(json);
    }

    /// From an object inside a larger JSON text, such as `"dns"` in a line of `diagnose --batch`.
    public static Reading read(JsonNode json) {
        return new ZoneReader().read(json);
    }

    Optional<Node> node(Name name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /// This zone and another; a name in both is taken from the other.
    public Zone with(Zone other) {
        Map<Name, Node> all = new HashMap<>(nodes);
        all.putAll(other.nodes);
        return new Zone(all);
    }

    /// All names, sorted, without the final dot.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        nodes.keySet().forEach(name -> names.add(DnsName.decode(name)));
        return names.stream().sorted().toList();
    }
}

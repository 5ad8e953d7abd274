package org.chancery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chancery.administration.Refused;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Resolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The DNS that a diagnosis asks: the zone of `--dns FILE`, with the names of `"dns"` in the question over it; without
/// either, the name servers of this machine.
///
/// Example: `DiagnosisZone.of(file).resolver(question)` for a question `{"id":1,"dns":{"example.org.":{"TXT":["…"]}}}`.
public final class DiagnosisZone {
    /// A suite has some thousand names; this is far more, and still fits the heap of a command.
    static final long MAX_OCTETS = 64L << 20;

    private final Optional<Zone> base;
    private final Resolver withoutLine;

    private DiagnosisZone(Optional<Zone> base) {
        this.base = base;
        this.withoutLine = base.<Resolver>map(ZoneResolver::new)
                .orElseGet(() -> new DnsJavaResolver(List.of(), DnsJavaResolver.TIMEOUT));
    }

    /// No file given: only what stands in the questions replaces the DNS.
    public static DiagnosisZone none() {
        return new DiagnosisZone(Optional.empty());
    }

    /// From the option `--dns`, null when it was not given. Refused when the file cannot be read or is no zone.
    public static DiagnosisZone of(@Nullable Path file) {
        return file == null ? none() : new DiagnosisZone(Optional.of(read(file)));
    }

    /// Unanswerable when `"dns"` is no zone.
    public Resolver resolver(ObjectNode question) throws Diagnosis.Unanswerable {
        JsonNode line = question.get("dns");
        if (line == null || line.isNull()) {
            return withoutLine;
        }
        return switch (Zone.read(line)) {
            case Zone.Reading.Good(Zone zone) -> new ZoneResolver(base.map(file -> file.with(zone)).orElse(zone));
            case Zone.Reading.Faulty(List<String> faults) ->
                throw new Diagnosis.Unanswerable("\"dns\" is no zone: " + String.join("; ", faults));
        };
    }

    private static Zone read(Path file) {
        return switch (Zone.read(text(file))) {
            case Zone.Reading.Good(Zone zone) -> zone;
            case Zone.Reading.Faulty(List<String> faults) ->
                throw new Refused(file + " is no zone: " + String.join("; ", faults));
        };
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new Refused(file + " has more than " + (MAX_OCTETS >> 20) + " MB.");
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new Refused(file + " cannot be read.");
        }
    }
}

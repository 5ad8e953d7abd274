package org.chancery.administration;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;
import org.chancery.sender.AddressChanges;
import org.chancery.sender.Grant;
import org.chancery.sender.Sender;

/// Senders with their addresses and grants as comma-separated values (RFC 4180), in and out. The first line names the columns: `address` is
/// needed, `addresses`, `scope` and `grants` may be there, the first and the last with blanks between their words. Keys are never among them.
///
/// What is there already stays; a row that cannot be used is told and left out.
///
/// Example: `address,addresses,grants` and then `registrar@example.org,office@example.org,news@lists.example.org @deans`.
public final class SenderExchange {
    public static final List<String> COLUMNS = List.of("address", "addresses", "scope", "grants");
    private final SenderAdministration senders;
    private final GrantAdministration grants;

    SenderExchange(SenderAdministration senders, GrantAdministration grants) {
        this.senders = senders;
        this.grants = grants;
    }

    /// What came of a file: senders made, addresses and grants added, rows left out.
    public record Imported(int senders, int addresses, int grants, int bad) {}

    /// One record for each sender who is not deleted, without the line of names.
    public List<List<String>> export(Caller caller) {
        return senders.all(caller).stream().filter(sender -> sender.state() != Sender.State.TOMBSTONE).map(sender -> List.of(
                sender.primary().toString(),
                sender.addresses().stream().skip(1).map(Address::toString).collect(Collectors.joining(" ")),
                sender.scope().map(Domain::toString).orElse(""),
                senders.grants(caller, sender).stream().map(Grant::target).map(grants::name).collect(Collectors.joining(" ")))).toList();
    }

    public Imported importFile(Caller caller, Reader file, Consumer<RosterFile.BadRow> bad) {
        caller.must(Permission.MANAGE_SENDERS);
        return new Run(caller, new CsvReader(file), bad).all();
    }

    /// One file on its way in.
    private final class Run {
        private final Caller caller;
        private final CsvReader csv;
        private final Consumer<RosterFile.BadRow> bad;
        private int made;
        private int addresses;
        private int granted;
        private int left;

        Run(Caller caller, CsvReader csv, Consumer<RosterFile.BadRow> bad) {
            this.caller = caller;
            this.csv = csv;
            this.bad = bad;
        }

        Imported all() {
            List<String> names = next().map(SenderExchange::names).orElseThrow(() -> new Refused("The file is empty; its first line must name the columns."));
            for (Optional<Parsed<List<String>>> record = next(); record.isPresent(); record = next()) {
                switch (record.get()) {
                    case Parsed.Malformed<List<String>>(int _, String why) -> leave(why);
                    case Parsed.Value<List<String>>(List<String> fields) -> row(named(names, fields));
                }
            }
            return new Imported(made, addresses, granted, left);
        }

        private Optional<Parsed<List<String>>> next() {
            try {
                return csv.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void row(Map<String, String> fields) {
            try {
                take(fields);
            } catch (Refused refused) {
                leave(String.valueOf(refused.getMessage()));
            }
        }

        private void take(Map<String, String> fields) {
            int before = made;
            Sender sender = sender(fields.getOrDefault("address", ""));
            AddressChanges.Telling telling = made > before ? AddressChanges.Telling.FINAL : AddressChanges.Telling.UNDO; // a new sender has nothing to take back
            Optional<String> scope = Optional.of(fields.getOrDefault("scope", "")).filter(text -> !text.isBlank());
            if (scope.isPresent()) {
                sender = senders.limit(caller, sender, scope);
            }
            for (String address : words(fields.getOrDefault("addresses", ""))) {
                if (!sender.addresses().contains(Addresses.require(address))) {
                    sender = senders.addAddress(caller, sender, address, telling);
                    addresses++;
                }
            }
            List<Grant.Target> there = senders.grants(caller, sender).stream().map(Grant::target).toList();
            for (String target : words(fields.getOrDefault("grants", ""))) {
                if (!there.contains(grants.target(target))) {
                    grants.add(caller, grants.target(target), sender.primary().toString(), GrantAdministration.Limits.NONE);
                    granted++;
                }
            }
        }

        private Sender sender(String address) {
            Optional<Sender> known = senders.find(caller, address);
            if (known.isEmpty()) {
                made++;
            }
            return known.orElseGet(() -> senders.add(caller, address));
        }

        private void leave(String why) {
            left++;
            bad.accept(new RosterFile.BadRow(csv.line(), why));
        }
    }

    private static List<String> names(Parsed<List<String>> first) {
        List<String> names = first.toOptional().orElse(List.of()).stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(COLUMNS);
        if (!names.contains("address") || !unknown.isEmpty()) {
            throw new Refused("The first line must name the columns: address, and of " + String.join(", ", COLUMNS.subList(1, COLUMNS.size())) + " those that are there.");
        }
        return names;
    }

    private static Map<String, String> named(List<String> names, List<String> fields) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(names.size(), fields.size()); i++) {
            named.put(names.get(i), fields.get(i).strip());
        }
        return named;
    }

    private static List<String> words(String field) {
        return field.isBlank() ? List.of() : List.of(field.strip().split("\\s+"));
    }
}

package org.chancery.delivery;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The folder of route `capture`: for each SMTP transaction not made one `.eml` (the exact octets) and one `.json` with
/// the envelope: `{"X-Chancery-Envelope-From":"…","X-Chancery-Envelope-To":["…"],"receipt":"…","at":"…"}`.
///
/// Written under another name and renamed, json first: whoever sees an `.eml` finds its envelope and all of it.
/// The null sender is the empty string. Not synchronised to disk: this is for trying things out.
final class CapturedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CapturedFiles.class);

    /// Transactions kept (each has two files).
    static final int MAX_TRANSACTIONS = 10_000;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final JsonMapper json = new JsonMapper();
    private final Deque<String> names = new ArrayDeque<>();
    private long sequence;
    private long removed;

    CapturedFiles(Path folder) {
        this.folder = folder;
    }

    /// Reads what earlier runs left, oldest first by name; half-written files of theirs are removed.
    synchronized void open() throws IOException {
        Files.createDirectories(folder);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{eml,part}")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".part")) {
                    Files.deleteIfExists(file);
                } else {
                    found.add(name.substring(0, name.length() - ".eml".length()));
                }
            }
        }
        Collections.sort(found);
        names.addAll(found);
    }

    void write(MailFrom returnPath, Address recipient, String receipt, Instant at, byte[] message)
            throws IOException {
        String name = nextName(at);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("X-Chancery-Envelope-From", returnPath.path().map(Address::toString).orElse(""));
        envelope.put("X-Chancery-Envelope-To", List.of(recipient.toString()));
        envelope.put("receipt", receipt);
        envelope.put("at", at.toString());
        put(name + ".json", json.writeValueAsBytes(envelope));
        put(name + ".eml", message);
        keep(name);
    }

    private synchronized String nextName(Instant at) {
        sequence++;
        return NAME.format(at) + String.format(Locale.ROOT, "-%08d", sequence);
    }

    private void put(String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), ATOMIC_MOVE);
    }

    private synchronized void keep(String name) throws IOException {
        names.addLast(name);
        while (names.size() > MAX_TRANSACTIONS) {
            String oldest = names.removeFirst();
            Files.deleteIfExists(folder.resolve(oldest + ".eml"));
            Files.deleteIfExists(folder.resolve(oldest + ".json"));
            if (removed++ % MAX_TRANSACTIONS == 0) {
                LOG.warn("delivery.capture.full kept={} oldest-removed={}", MAX_TRANSACTIONS, oldest);
            }
        }
    }
}

package org.chancery.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.server.Server;
import org.chancery.server.Surroundings;

/// Mail between the people of this world and the list server: sends one, and waits for one.
final class Letters {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final World world;
    private final Server server;
    private final Surroundings surroundings;
    private final Narrator narrator;
    private int messages;

    Letters(World world, Server server, Surroundings surroundings, Narrator narrator) {
        this.world = world;
        this.server = server;
        this.surroundings = surroundings;
        this.narrator = narrator;
    }

    /// From the mail server of the author's domain; the reply to the whole message.
    String send(String author, String to, String subject, String... body) throws IOException {
        return send(Optional.of(author), author, to, List.of("Subject: " + subject, "Content-Type: text/plain; charset=utf-8"), List.of(body));
    }

    /// The same with an envelope sender and fields of its own; an empty sender is that of reports.
    String send(Optional<String> sender, String author, String to, List<String> fields, List<String> body) throws IOException {
        return deliver(sender, author, to, lines(author, to, fields, body));
    }

    /// A message that is written already.
    String send(String author, String to, Message message) throws IOException {
        return deliver(Optional.of(author), author, to, new String(message.toByteArray(), StandardCharsets.UTF_8).lines().toList());
    }

    /// A letter that is not sent yet.
    Message written(String author, String to, String subject, String body) {
        List<String> lines = lines(author, to, List.of("Subject: " + subject, "Content-Type: text/plain; charset=utf-8"), List.of(body));
        return Message.parse((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    private List<String> lines(String author, String to, List<String> fields, List<String> body) {
        String date = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT).format(surroundings.clock().instant().atOffset(ZoneOffset.UTC));
        List<String> lines = new ArrayList<>(List.of(
                "From: " + author, "To: " + to, "Date: " + date, "Message-ID: <letter-" + ++messages + "@" + domain(author) + ">", "MIME-Version: 1.0"));
        lines.addAll(fields);
        lines.add("");
        lines.addAll(body);
        return lines;
    }

    private String deliver(Optional<String> sender, String author, String to, List<String> lines) throws IOException {
        String domain = domain(author);
        try (Poster poster = new Poster(narrator, World.addressOf(domain), server.addresses("smtp").getFirst())) {
            return poster.post("mail." + domain, sender, to, world.signed(domain, lines));
        }
    }

    private static String domain(String author) {
        return author.substring(author.indexOf('@') + 1);
    }

    Optional<MailHost.Copy> await(String person, String subject) throws InterruptedException {
        return await(person, subject, 1);
    }

    /// The mail with this number, from 1, to this person whose subject holds `subject`; empty when patience ends.
    Optional<MailHost.Copy> await(String person, String subject, int number) throws InterruptedException {
        MailHost host = world.host(person.substring(person.indexOf('@') + 1));
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<MailHost.Copy> found = find(host, person, subject, number);
        while (found.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
            found = find(host, person, subject, number);
        }
        narrator.expect(person + " got mail with \"" + subject + "\" in its subject", found.isPresent());
        return found;
    }

    private static Optional<MailHost.Copy> find(MailHost host, String person, String subject, int number) {
        return host.copies().stream()
                .filter(copy -> copy.recipient().toString().equals(person) && field(copy, "Subject").contains(subject))
                .skip(number - 1)
                .findFirst();
    }

    static String field(MailHost.Copy copy, String name) {
        return copy.message().headers().first(name).map(Header::text).orElse("");
    }

    /// Where an answer to this mail goes, without name and brackets.
    static String replyTo(MailHost.Copy copy) {
        return field(copy, "Reply-To").replaceAll(".*<|>.*", "").strip();
    }
}

package org.chancery.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.administration.GrantAdministration;
import org.chancery.administration.SenderKeys;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;

/// The third part of the tour: an announcement list, on which an authorised sender posts with a key of her own.
final class AnnounceTour {
    private static final String LIST = "news@" + World.LISTS;
    private static final String SENDER = "anna@example.net";
    private static final String READER = "carla@example.edu";
    private static final Caller CALLER = new Caller("demo", "cli");
    private final World world;
    private final Letters letters;
    private final InetSocketAddress smtp;
    private final Administration administration;
    private final Narrator narrator;

    /// `smtp` is where mail from outside comes in.
    AnnounceTour(World world, Letters letters, InetSocketAddress smtp, Administration administration, Narrator narrator) {
        this.world = world;
        this.letters = letters;
        this.smtp = smtp;
        this.administration = administration;
        this.narrator = narrator;
    }

    void run() throws IOException, InterruptedException {
        narrator.heading("An announcement list: " + SENDER + " is an authorised sender and gets a posting key");
        MailingList news = administration.lists().create(CALLER, LIST, "announce");
        administration.members().add(CALLER, news, READER, "", Role.MEMBER, Preferences.DEFAULT);
        administration.senders().add(CALLER, SENDER);
        administration.grants().add(CALLER, administration.grants().target(LIST), SENDER, GrantAdministration.Limits.NONE);
        SenderKeys.Made made = administration.senderKeys().create(
                CALLER, administration.senders().require(CALLER, SENDER), new SenderKeys.Limits(List.of(), Optional.empty(), 0, 0, "demo")).getFirst();
        withKey(made);
        withoutKey();
    }

    private void withKey(SenderKeys.Made made) throws IOException, InterruptedException {
        String reply = post("example.net", "The library is open again", Optional.of("Authorised: " + made.key().reveal()));
        narrator.expect("the reply is 250", reply.startsWith("250 2.0.0 accepted "));
        Optional<MailHost.Copy> copy = letters.await(READER, "The library is open again");
        narrator.expect("the reader's copy does not show the key", copy.map(found -> new String(found.message().toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                .filter(text -> !text.contains("chs1") && !text.contains("Authorised")).isPresent());
        String receipt = reply.substring(reply.lastIndexOf(' ') + 1);
        var life = administration.explanations().explain(receipt).getFirst();
        narrator.say("why: " + life.posts().getFirst().post().judged().reason() + ", with key " + life.receipt().session().get("sender-key"));
        narrator.expect("the receipt names the key", made.credential().kid().equals(life.receipt().session().get("sender-key")));
    }

    private void withoutKey() throws IOException {
        narrator.heading("The same From without the key proves nothing: refused in the SMTP dialogue");
        narrator.expect("the reply is 550", post("example.com", "Send me your passwords", Optional.empty()).startsWith("550 "));
    }

    private String post(String domain, String subject, Optional<String> field) throws IOException {
        List<String> lines = new java.util.ArrayList<>(List.of("From: " + SENDER, "To: " + LIST, "Subject: " + subject,
                "Message-ID: <announce-" + domain + "@example.net>", "Date: Sun, 22 Nov 2026 10:00:00 +0000"));
        field.ifPresent(lines::add);
        lines.addAll(List.of("", subject + "."));
        try (Poster poster = new Poster(narrator, World.addressOf(domain), smtp)) {
            poster.startTls(world.certificate().trustingContext(), World.LISTS);
            return poster.post("mail." + domain, Optional.of(SENDER), LIST, world.signed(domain, lines));
        }
    }
}

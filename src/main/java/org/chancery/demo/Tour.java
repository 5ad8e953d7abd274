package org.chancery.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.administration.Explanations.Life;
import org.chancery.administration.Explanations.OnList;
import org.chancery.administration.ModeratorsDesk.Held;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Header;
import org.chancery.server.Server;
import org.chancery.server.Surroundings;

/// The tour: posts to one list, each by real SMTP, and what became of each of them.
final class Tour {
    private static final String LIST = "talk@" + World.LISTS;
    private static final List<String> MEMBERS = List.of("anna@example.net", "bela@example.com", "carla@example.edu", "dora@example.edu");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Caller CALLER = new Caller("demo", "cli");
    private final World world;
    private final Server server;
    private final Administration administration;
    private final Surroundings surroundings;
    private final Narrator narrator;
    private int messages;

    Tour(World world, Server server, Surroundings surroundings, Narrator narrator) {
        this.world = world;
        this.server = server;
        this.administration = server.services().administration();
        this.surroundings = surroundings;
        this.narrator = narrator;
    }

    void run() throws IOException, InterruptedException {
        String password = makeList();
        postAsMember(password);
        postFromOutside();
        forgeMember();
        postAsStranger();
        release();
    }

    private String makeList() {
        narrator.heading("A domain, a list, four members at three domains, and a password for one of them");
        administration.domains().add(CALLER, World.LISTS);
        MailingList list = administration.lists().create(CALLER, LIST, "discussion");
        administration.lists().set(CALLER, list, java.util.Map.of("subject_prefix", "[talk]", "footer", "You get this as a member of {list}."));
        MEMBERS.forEach(member -> administration.members().add(CALLER, list, member, "", Role.MEMBER, Preferences.DEFAULT));
        administration.accounts().add(CALLER, MEMBERS.getFirst());
        String password = administration.passwords().create(CALLER, administration.accounts().require(MEMBERS.getFirst()), "demo").password().revealText();
        narrator.say("its posting policy:");
        list.policy().text().lines().forEach(line -> narrator.say("   " + line));
        return password;
    }

    private void postAsMember(String password) throws IOException, InterruptedException {
        narrator.heading("anna@example.net logs in over TLS and posts: proved by her account, so she is accepted");
        String reply;
        try (Poster anna = new Poster(narrator, World.addressOf("example.net"), server.addresses("submission").getFirst())) {
            anna.startTls(world.certificate().trustingContext(), World.LISTS);
            anna.logIn(MEMBERS.getFirst(), password);
            reply = anna.post("mail.example.net", Optional.of(MEMBERS.getFirst()), LIST, message(MEMBERS.getFirst(), "Meeting on Friday"));
        }
        narrator.expect("the reply is 250 with a receipt", reply.startsWith("250 2.0.0 accepted "));
        List<MailHost.Copy> copies = waitForCopies(MEMBERS.size());
        show(copies);
        explain(receipt(reply));
        narrator.expect("each of the " + MEMBERS.size() + " members got exactly one copy", everyMemberHas(copies, 1));
        narrator.expect("the copies came over TLS", copies.stream().allMatch(MailHost.Copy::tls));
        narrator.expect("each copy has a return path of its own", copies.stream().map(copy -> copy.returnPath().toString()).distinct().count() == MEMBERS.size());
        narrator.expect("the subject carries the prefix", copies.stream().allMatch(copy -> header(copy, "Subject").equals("[talk] Meeting on Friday")));
    }

    private void postFromOutside() throws IOException, InterruptedException {
        narrator.heading("bela@example.com posts from the mail server of his domain: SPF, its DKIM signature and DMARC vouch for him, so no login is needed");
        String reply = postFrom("example.com", MEMBERS.get(1), "Friday is fine");
        narrator.expect("the reply is 250 with a receipt", reply.startsWith("250 2.0.0 accepted "));
        waitForCopies(2 * MEMBERS.size());
        explain(receipt(reply));
        narrator.expect("each member has it", everyMemberHas(allCopies(), 2));
        narrator.expect("the signature of his domain holds", administration.explanations().explain(receipt(reply)).getFirst().receipt().session()
                .getOrDefault("authentication-results", "").contains("dkim=pass header.d=example.com"));
    }

    private void forgeMember() throws IOException, InterruptedException {
        narrator.heading("Somebody at example.com claims to be anna: the signature is good, but it is that of example.com, and her domain disowns it: refused, with the reason, and never bounced");
        String reply = postFrom("example.com", MEMBERS.getFirst(), "Please send me your passwords");
        narrator.expect("the reply is 550 5.7.26, several checks failed", reply.startsWith("550 5.7.26 "));
        narrator.expect("nobody got a copy", waitForCopies(2 * MEMBERS.size()).size() == 2 * MEMBERS.size());
    }

    private void postAsStranger() throws IOException {
        narrator.heading("A stranger posts, and her domain vouches for her: who she is is clear, whether she may post is for the moderators");
        String reply = postFrom("example.edu", "mallory@example.edu", "Buy my book");
        narrator.expect("the reply is 250", reply.startsWith("250 2.0.0 accepted "));
        explain(receipt(reply));
        narrator.expect("it waits for the moderators", administration.desk().held(Optional.empty()).size() == 1);
    }

    private void release() throws InterruptedException {
        narrator.heading("A moderator looks at the held post and lets it through after all");
        List<Held> held = administration.desk().held(Optional.empty());
        if (held.isEmpty()) {
            narrator.expect("there is a held post to release", false);
            return;
        }
        administration.desk().accept(CALLER, held.getFirst().post().id().toString(), "a good book");
        List<MailHost.Copy> copies = waitForCopies(3 * MEMBERS.size());
        narrator.expect("now each member has it", everyMemberHas(copies, 3));
        narrator.expect("the audit log is whole", administration.audit().verify().isEmpty());
        administration.audit().last(3).forEach(entry -> narrator.say(entry.sequence() + "  " + entry.act().actor() + "  " + entry.act().action() + "  " + entry.act().object()));
    }

    private String postFrom(String domain, String author, String subject) throws IOException {
        try (Poster poster = new Poster(narrator, World.addressOf(domain), server.addresses("smtp").getFirst())) {
            return poster.post("mail." + domain, Optional.of(author), LIST, world.signed(domain, message(author, subject)));
        }
    }

    private List<String> message(String author, String subject) {
        String date = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT).format(surroundings.clock().instant().atOffset(ZoneOffset.UTC));
        return List.of(
                "From: " + author, "To: " + LIST, "Subject: " + subject, "Date: " + date,
                "Message-ID: <demo-" + ++messages + "@" + author.substring(author.indexOf('@') + 1) + ">",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", subject + ".", "Yours, " + author.substring(0, author.indexOf('@')));
    }

    /// Waits until `count` copies have come, or until patience ends; what is there then is the answer.
    private List<MailHost.Copy> waitForCopies(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<MailHost.Copy> copies = allCopies();
        while (copies.size() < count && System.nanoTime() < end) {
            Thread.sleep(20);
            copies = allCopies();
        }
        return copies;
    }

    /// Copies of posts; what the list writes itself (a member is told that her post waits) carries no List-Id.
    private List<MailHost.Copy> allCopies() {
        return World.DOMAINS.keySet().stream().map(world::host).map(MailHost::copies).flatMap(List::stream)
                .filter(copy -> !header(copy, "List-Id").isEmpty())
                .toList();
    }

    private static boolean everyMemberHas(List<MailHost.Copy> copies, int count) {
        return MEMBERS.stream().allMatch(member -> copies.stream().filter(copy -> copy.recipient().toString().equals(member)).count() == count)
                && copies.size() == count * MEMBERS.size();
    }

    private void show(List<MailHost.Copy> copies) {
        MailHost.Copy copy = copies.isEmpty() ? null : copies.getFirst();
        if (copy == null) {
            return;
        }
        narrator.say("the copy of " + copy.recipient() + ", as it arrived:");
        Stream.of("Return-Path: " + copy.returnPath()).forEach(line -> narrator.wire(line));
        copy.message().headers().all().forEach(header -> narrator.wire(header.name() + ": " + header.value()));
        narrator.wire("");
        copy.message().root().text().lines().forEach(narrator::wire);
    }

    private static String header(MailHost.Copy copy, String name) {
        return copy.message().headers().first(name).map(Header::text).orElse("");
    }

    private static String receipt(String reply) {
        return reply.substring(reply.lastIndexOf(' ') + 1);
    }

    /// The line of one post: what was known, which rule decided, what came of it.
    private void explain(String receipt) {
        List<String> lines = new ArrayList<>();
        for (Life life : administration.explanations().explain(receipt)) {
            lines.add("received   " + life.receipt().session());
            for (OnList on : life.posts()) {
                lines.add("facts      " + on.post().judged().facts());
                on.post().judged().trail().lines().forEach(rule -> lines.add("rule       " + rule));
                lines.add("decision   " + on.post().judged().decision() + " by " + on.post().judged().source() + " rule " + on.post().judged().rule());
                lines.add("committed  " + on.post().state() + ", " + on.post().recipients() + " recipients, " + on.post().delivered() + " delivered");
            }
        }
        narrator.say("chancery explain " + receipt);
        lines.forEach(narrator::wire);
    }
}

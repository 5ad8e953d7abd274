package org.chancery.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.administration.MemberAdministration.Wish;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.posting.ReceiptId;

/// The second part of the tour: what members and moderators do by mail alone. Joining, moderating, a bounce, a digest.
final class ManagerTour {
    private static final String LIST = "club@" + World.LISTS;
    private static final String FRIDA = "frida@example.edu";
    private static final String MODERATOR = "bela@example.com";
    private static final String READER = "carla@example.edu";
    private static final String POSTER = "anna@example.net";
    private static final String WAITS = "a post waits for you";
    private static final Caller CALLER = new Caller("demo", "cli");
    private final Letters letters;
    private final Administration administration;
    private final Narrator narrator;
    private int notices;

    ManagerTour(Letters letters, Administration administration, Narrator narrator) {
        this.letters = letters;
        this.administration = administration;
        this.narrator = narrator;
    }

    void run() throws IOException, InterruptedException {
        MailingList club = administration.lists().create(CALLER, LIST, "discussion");
        administration.lists().set(CALLER, club, Map.of("member_action", "hold"));
        List.of(POSTER, READER).forEach(member -> administration.members().add(CALLER, club, member, "", Role.MEMBER, Preferences.DEFAULT));
        administration.members().add(CALLER, club, MODERATOR, "", Role.MODERATOR, Preferences.DEFAULT);
        join(club);
        moderate();
        bounce();
        digest(club);
    }

    private void join(MailingList club) throws IOException, InterruptedException {
        narrator.heading(FRIDA + " joins by mail: the address is asked first, and any answer from it agrees");
        letters.send(FRIDA, "club-join@" + World.LISTS, "join", "please");
        narrator.expect("nobody joined yet", administration.members().count(club, Role.MEMBER) == 2);
        Optional<MailHost.Copy> asked = letters.await(FRIDA, "confirm");
        if (asked.isPresent()) {
            asked.get().message().root().text().lines().forEach(narrator::wire);
            letters.send(FRIDA, Letters.replyTo(asked.get()), "Re: please confirm", "yes");
            letters.await(FRIDA, "elcome");
        }
        narrator.expect("now she is a member", administration.members().count(club, Role.MEMBER) == 3);
    }

    private void moderate() throws IOException, InterruptedException {
        narrator.heading("This list holds what members post; the moderator decides by answering a mail, and is believed because her domain vouches for it");
        letters.send(POSTER, LIST, "Picnic on Sunday", "Bring cake.");
        Optional<MailHost.Copy> notice = letters.await(MODERATOR, WAITS, ++notices);
        if (notice.isPresent()) {
            letters.send(MODERATOR, Letters.replyTo(notice.get()), "Re: held", "accept");
            letters.await(READER, "Picnic on Sunday");
        }
        narrator.expect("nothing waits any more on this list", administration.desk().held(Optional.of(administration.lists().require(LIST))).isEmpty());
    }

    private void bounce() throws IOException, InterruptedException {
        narrator.heading("Frida's mail server reports that her address is gone: the return path of her copy says whose copy it was");
        Optional<MailHost.Copy> copy = letters.await(FRIDA, "Picnic on Sunday");
        if (copy.isEmpty()) {
            return;
        }
        String path = copy.get().returnPath().path().orElseThrow().toString();
        String reply = letters.send(Optional.empty(), "mailer-daemon@example.edu", path,
                List.of("Subject: Undelivered Mail Returned to Sender", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"),
                List.of("--b", "Content-Type: text/plain", "", "The address is gone.", "--b", "Content-Type: message/delivery-status", "",
                        "Reporting-MTA: dns; mx.example.edu", "", "Final-Recipient: rfc822; " + FRIDA, "Action: failed", "Status: 5.1.1",
                        "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "--b--"));
        narrator.expect("the report is taken", reply.startsWith("250 2.0.0 accepted "));
        ReceiptId receipt = new ReceiptId(UUID.fromString(reply.substring(reply.lastIndexOf(' ') + 1)));
        String what = administration.explanations().explain(receipt.toString()).getFirst().posts().getFirst().post().judged().reason();
        narrator.expect("it counts for her membership: " + what, what.contains("delivery report on the copy of membership"));
    }

    private void digest(MailingList club) throws IOException, InterruptedException {
        narrator.heading(READER + " chooses digests: posts come together in one mail");
        administration.members().set(CALLER, club, READER, Role.MEMBER, new Wish(Map.of(Choice.DIGEST, "mime"), Optional.empty(), Optional.empty()));
        for (String subject : List.of("Who brings plates?", "Who brings cups?")) {
            letters.send(POSTER, LIST, subject, "I do.");
            Optional<MailHost.Copy> notice = letters.await(MODERATOR, WAITS, ++notices);
            if (notice.isPresent()) {
                letters.send(MODERATOR, Letters.replyTo(notice.get()), "Re: held", "accept");
                letters.await(FRIDA, subject);
            }
        }
        narrator.expect("one digest was made", administration.digests().send(CALLER, club) == 1);
        Optional<MailHost.Copy> digest = letters.await(READER, "Digest");
        digest.ifPresent(copy -> copy.message().root().parts().getFirst().text().lines().forEach(narrator::wire));
        narrator.expect("both posts stand in it", digest.filter(copy -> copy.message().toByteArray().length > 0)
                .map(copy -> new String(copy.message().toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                .filter(text -> text.contains("Who brings plates?") && text.contains("Who brings cups?")).isPresent());
    }
}

package org.chancery.moderation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.mail.Address;
import org.chancery.notice.Answers;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.posting.Authentication;
import org.chancery.posting.Receipts;
import org.chancery.token.ConfirmTokens;

/// The whole room over one store, as the doors take it: who is told of a held post, who of any, whom a token makes, what a reply does, the
/// desk itself, and the daily reminder.
public record Moderation(HoldMail holdMail, OutcomeMail outcomeMail, OwnerCopyMail ownerCopies, DeskKeys keys, Replies replies, Desk desk, Reminders reminders) {

    /// The ports of the store.
    public record Ports(Lists lists, Members members, Receipts receipts, HeldPosts heldPosts, Answers answers, Outbox outbox) {}

    /// What the room is told of its site. `administrators` stand in for lists without moderators and owners; `webUrl` is where people
    /// reach the pages, without a final slash; `authentication` says who an answer is from; `random` makes the ids of tokens; `distribution` is told that there is new work.
    public record Surroundings(
            Supplier<List<Address>> administrators, NoticeWriter writer, ConfirmTokens tokens, Supplier<Optional<String>> webUrl, Authentication authentication,
            InstantSource clock, RandomGenerator random, Runnable distribution) {}

    public static Moderation over(Ports ports, Surroundings site) {
        People people = new People(ports.members(), site.administrators());
        DeskKeys keys = new DeskKeys(ports.heldPosts(), ports.lists(), people, site.tokens(), site.clock(), site.random());
        Letters letters = new Letters(site.writer(), keys, site.webUrl());
        Desk desk = new Desk(ports.receipts(), ports.lists(), ports.heldPosts(), letters, site.clock(), site.distribution());
        return new Moderation(
                new HoldMail(people, keys, letters, ports.answers()),
                new OutcomeMail(people, letters),
                new OwnerCopyMail(people, letters),
                keys,
                new Replies(desk, letters, site.authentication(), ports.answers(), ports.outbox()),
                desk,
                new Reminders(ports.receipts(), ports.lists(), ports.heldPosts(), people, keys, letters));
    }
}

package org.chancery.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.delivery.PostingId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.Waiting;

/// Once a day one mail to each moderator about everything that waits for them, over all lists. It begins when something has
/// waited for a day, or at once for lists that send no mail for each post.
public final class Reminders {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(180);
    /// Posts named in one mail; more of them are counted only.
    private static final int MAX_NAMED = 100;

    private final Receipts receipts;
    private final Lists lists;
    private final HeldPosts heldPosts;
    private final People people;
    private final DeskKeys keys;
    private final Letters letters;

    public Reminders(Receipts receipts, Lists lists, HeldPosts heldPosts, People people, DeskKeys keys, Letters letters) {
        this.receipts = receipts;
        this.lists = lists;
        this.heldPosts = heldPosts;
        this.people = people;
        this.keys = keys;
        this.letters = letters;
    }

    private record Waits(Post post, MailingList list) {
        boolean calls(Instant now) {
            return !post.at().isAfter(now.minus(DAY)) || !list.settings().flag(Setting.MODERATOR_NOTICES);
        }
    }

    /// Returns how many mails were queued. Right on two servers at once: each moderator is reminded by one.
    public int remind(Instant now) {
        int sent = 0;
        for (Map.Entry<Address, List<Waits>> desk : desks().entrySet()) {
            Address moderator = desk.getKey();
            boolean due = desk.getValue().stream().anyMatch(waits -> waits.calls(now)) && heldPosts.mayRemind(moderator, now);
            if (due && remind(moderator, desk.getValue(), now)) {
                sent++;
            }
        }
        return sent;
    }

    private record Desk(MailingList list, boolean ofOwners) {}

    private Map<Address, List<Waits>> desks() {
        Set<PostingId> forOwners = heldPosts.forOwners();
        Map<Desk, List<Address>> told = new LinkedHashMap<>();
        Map<Address, List<Waits>> desks = new LinkedHashMap<>();
        for (Post post : receipts.held(Optional.empty())) {
            Optional<MailingList> list = post.list().flatMap(lists::find).filter(found -> found.settings().flag(Setting.HELD_REMINDER));
            list.ifPresent(found -> told.computeIfAbsent(new Desk(found, forOwners.contains(post.id())), desk -> people.told(desk.list(), desk.ofOwners()))
                    .forEach(moderator -> desks.computeIfAbsent(moderator, _ -> new ArrayList<>()).add(new Waits(post, found))));
        }
        return desks;
    }

    private boolean remind(Address moderator, List<Waits> waiting, Instant now) {
        StringBuilder posts = new StringBuilder();
        waiting.stream().limit(MAX_NAMED).forEach(waits -> posts.append(line(moderator, waits, now)));
        return heldPosts.remind(
                moderator, letters.reminder(waiting.getFirst().list(), moderator, waiting.size(), posts.toString().stripTrailing()), now, now.plus(DAY));
    }

    private String line(Address moderator, Waits waits, Instant now) {
        Waiting.Key key = heldPosts.keyOf(waits.post().id(), keys.make(Waiting.Action.MODERATE, moderator, now.plus(LONGEST)));
        return waits.list().address() + "\n    " + Shown.time(waits.post().at()) + "  " + waits.post().author().map(Address::toString).orElse("?")
                + "\n    " + Shown.line(waits.post().judged().reason())
                + "\n    " + letters.page(key, waits.list(), waits.post().receipt()) + "\n\n";
    }
}

package org.chancery.administration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.moderation.Advice;
import org.chancery.moderation.Decider;
import org.chancery.moderation.Desk;
import org.chancery.moderation.Forwarding;
import org.chancery.moderation.HeldState;
import org.chancery.moderation.Ruling;
import org.chancery.moderation.Verb;
import org.chancery.notice.Language;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;

/// The moderators' desk: posts that wait for a decision of people.
/// A post is decided once; who comes second is told what became of it.
public final class ModeratorsDesk {
    private final Receipts receipts;
    private final Lists lists;
    private final Desk desk;

    ModeratorsDesk(Receipts receipts, Lists lists, Desk desk) {
        this.receipts = receipts;
        this.lists = lists;
        this.desk = desk;
    }

    /// Held posts of one list or of all, oldest first.
    public List<Held> held(Optional<MailingList> list) {
        return receipts.held(list.map(MailingList::id)).stream().map(this::withList).toList();
    }

    /// The numbers of those that one author wrote, in any case of letters.
    public List<String> held(Optional<MailingList> list, Optional<String> author) {
        Optional<String> key = author.map(address -> Addresses.require(address).key());
        return receipts.held(list.map(MailingList::id)).stream()
                .filter(post -> key.isEmpty() || post.author().filter(by -> by.key().equals(key.get())).isPresent())
                .map(post -> post.id().toString())
                .toList();
    }

    public Held require(String number) {
        return withList(receipts.post(parse(number)).orElseThrow(() ->
                new Refused("There is no post " + number + ". \"chancery held list\" names those that wait.")));
    }

    /// The octets as they were received, or empty once they were removed.
    public Optional<byte[]> message(Post post) {
        return receipts.message(post.receipt());
    }

    /// Who has agreed so far to a post that needs several approvals.
    public List<String> approvers(Post post) {
        return desk.approvers(post.id());
    }

    /// [Ruling.Done] or [Ruling.Counted]: whoever calls counts as one of the approvals that the rule of the post asks for.
    public Ruling accept(Caller caller, String number, String reason) {
        return decide(caller, number, Verb.ACCEPT, reason);
    }

    /// Accepts the post and lets later ones of its author pass.
    public Ruling acceptAlways(Caller caller, String number, String reason) {
        if (require(number).post().author().isEmpty()) {
            throw new Refused("Post " + number + " has no single author who could be allowed to post.");
        }
        return decide(caller, number, Verb.ALWAYS, reason);
    }

    /// An author who is proved reads the reason.
    public Ruling reject(Caller caller, String number, String reason) {
        return decide(caller, number, Verb.REJECT, reason);
    }

    public Ruling discard(Caller caller, String number, String reason) {
        return decide(caller, number, Verb.DISCARD, reason);
    }

    /// Sends the post to people for advice, with `note` if there is one; it stays held. Answers go to the caller if that is an address, else
    /// to the people behind the list. Returns the addresses it goes to now; refuses when nobody new gets it.
    public List<Address> forward(Caller caller, String number, List<String> addresses, String note) {
        Held held = require(number);
        mayDecide(caller, held);
        Advice advice = new Advice(addresses.stream().map(Addresses::require).toList(), note, Addresses.parse(caller.actor()).toOptional());
        Forwarding forwarding = desk.forward(new Decider(caller.actor(), caller.door()), held.post().id(), advice, () -> true);
        if (forwarding instanceof Forwarding.Sent(List<Address> to) && !to.isEmpty()) {
            return to;
        }
        throw new Refused(forwarding instanceof Forwarding.NotHeld ? notHeld(number) : "Post " + number + ": " + forwarding.told(Language.EN));
    }

    /// To whom it was sent for advice so far.
    public List<Address> forwardedTo(Post post) {
        return desk.forwardedTo(post.id());
    }

    private void mayDecide(Caller caller, Held held) {
        held.post().list().flatMap(lists::find).ifPresentOrElse(
                list -> caller.must(Permission.DECIDE_POSTS, list), () -> caller.must(Permission.DECIDE_POSTS));
    }

    private String notHeld(String number) {
        return "Post " + number + " is not held (any more); it is " + state(require(number).post()) + ".";
    }

    private Ruling decide(Caller caller, String number, Verb verb, String reason) {
        Held held = require(number);
        mayDecide(caller, held);
        Ruling ruling = desk.decide(new Decider(caller.actor(), caller.door()), held.post().id(), verb, reason, () -> true);
        return switch (ruling) {
            case Ruling.Done _ -> ruling;
            case Ruling.Counted(int have, int need, boolean isNew) when !isNew -> throw new Refused(
                    "Post " + number + " needs " + need + " approvals by different people and has " + have + ", yours among them.");
            case Ruling.Counted _ -> ruling;
            case Ruling.OwnPost() -> throw new Refused("Post " + number + " needs approvals by others than its author.");
            case Ruling.NotHeld _, Ruling.TooLate() ->
                    throw new Refused(notHeld(number));
        };
    }

    private static String state(Post post) {
        return HeldState.of(post).map(state -> state.name().toLowerCase(Locale.ROOT)).orElseGet(() -> Words.of(post.state()));
    }

    private Held withList(Post post) {
        return new Held(post, address(post.list()));
    }

    private String address(Optional<ListId> list) {
        return list.flatMap(lists::find).map(found -> found.address().toString()).orElse("");
    }

    static PostingId parse(String number) {
        if (!number.matches("[0-9]{1,18}")) {
            throw new Refused("\"" + number + "\" is not the number of a post; numbers stand in the first column of \"chancery held list\" and \"chancery queue show\".");
        }
        return new PostingId(Long.parseLong(number));
    }

    /// A post with the address of its list; the address is empty when the list is gone.
    public record Held(Post post, String list) {
        /// In the words of the desk; empty for a post that was never held.
        public Optional<HeldState> state() {
            return HeldState.of(post);
        }
    }
}

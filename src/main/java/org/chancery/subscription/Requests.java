package org.chancery.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;

/// The port to requests. Each method that changes something is one commit, mails included, and is durable when it returns.
public interface Requests {

    /// Stores a request that the address is asked about. Its mail goes out only if the address was sent fewer than `perDay`
    /// confirmations in the last day, over all lists and doors; else the request waits on the page behind the mail already sent,
    /// and one of the same kind that is open already is enough. True when the mail goes out.
    boolean ask(Request request, Notice mail, int perDay);

    /// Stores a request that the address is not written to about.
    void put(Request request, List<Notice> notices);

    Optional<Request> find(long id);

    /// Those that await this address, oldest first.
    List<Request> awaiting(Address address, Instant now);

    /// Those that await moderators, oldest first; of one list or of all.
    List<Request> waiting(Optional<ListId> list, Instant now);

    /// Moves `request` out of the state it was read in, if nobody was faster and its time is not over; true for the winner.
    boolean settle(Request request, Settlement settlement);

    /// Carries out the request's change without having stored it; false when there was nothing to change.
    boolean carryOut(Request request, List<Notice> notices, Act act);

    /// Counts a wrong token for this request; the tenth makes it unusable.
    void wrongToken(long id);

    /// Those that await an address and were never mailed, oldest first.
    List<Request> unmailed(Instant now, int limit);

    /// Sends `mail` about these requests of one address under the day's limit; false when it was written to today.
    boolean remind(List<Request> requests, Notice mail);

    /// Ends what is over, and forgets what ended before `before`; how many rows changed.
    int sweep(Instant now, Instant before);

    /// Where a request goes. `carryOut`: its change is made in the same commit. `notices` go out in any case, `news` only when the
    /// change changed something; so is `act` logged, if there is one.
    record Settlement(
            Request.State to, Instant decideBy, boolean carryOut, List<Notice> notices, List<Notice> news, Optional<Act> act) {
        public Settlement {
            notices = List.copyOf(notices);
            news = List.copyOf(news);
        }
    }
}

package org.chancery.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done again and again: requests that were not mailed because their address had its mail for the day are mailed
/// together on the next, and what is over ends. Two servers may do it at once: the day's limit lets one mail through.
public final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final int AT_ONCE = 1_000; // requests looked at in one round
    private static final int NAMED = 20; // lines of one mail; the page shows all
    private static final Duration KEPT = Duration.ofDays(30); // so long a repeated answer is answered alike
    private final Surroundings site;
    private final Letters letters;

    public Backlog(Surroundings site) {
        this.site = site;
        this.letters = new Letters(site);
    }

    /// Returns how many mails were written.
    public int work(Instant now) {
        site.requests().sweep(now, now.minus(KEPT));
        Map<String, List<Request>> byAddress = new LinkedHashMap<>();
        for (Request request : site.requests().unmailed(now, AT_ONCE)) {
            byAddress.computeIfAbsent(request.address().limitKey(), _ -> new ArrayList<>()).add(request);
        }
        int mailed = 0;
        for (List<Request> requests : byAddress.values()) {
            mailed += mail(requests.stream().filter(request -> request.address().equals(requests.getFirst().address())).toList());
        }
        if (mailed > 0) {
            LOG.info("subscription.backlog mails={}", mailed);
            site.wake().run();
        }
        return mailed;
    }

    private int mail(List<Request> requests) {
        Optional<MailingList> list = site.lists().find(requests.getFirst().list());
        List<String> lines = requests.stream().limit(NAMED).flatMap(request -> line(request).stream()).toList();
        return list.isPresent() && site.requests().remind(requests, letters.more(list.get(), requests, lines)) ? 1 : 0;
    }

    /// The address of the list alone on its line, so that no program wraps it.
    private Optional<String> line(Request request) {
        return site.lists().find(request.list()).map(list -> request.change().word() + ":\n    " + list.address());
    }
}

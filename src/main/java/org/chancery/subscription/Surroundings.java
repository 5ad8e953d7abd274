package org.chancery.subscription;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.token.ConfirmTokens;

/// What joining and leaving stands on. `webUrl` is the address of the pages without a final slash, if there are any;
/// `administrators` are who decides on a list that nobody moderates or owns; `random` is a source nobody can guess;
/// `wake` is told when mail waits to be sent; `fingerprints` are those of the keys of a list, as people compare them, none where it has no key.
public record Surroundings(
        Lists lists, Members members, Requests requests, Bans bans, ConfirmTokens tokens, NoticeWriter writer,
        Supplier<Optional<String>> webUrl, Supplier<List<Address>> administrators, InstantSource clock, RandomGenerator random, Runnable wake,
        Function<MailingList, List<String>> fingerprints) {

    /// Where no list has a key.
    public Surroundings(
            Lists lists, Members members, Requests requests, Bans bans, ConfirmTokens tokens, NoticeWriter writer,
            Supplier<Optional<String>> webUrl, Supplier<List<Address>> administrators, InstantSource clock, RandomGenerator random, Runnable wake) {
        this(lists, members, requests, bans, tokens, writer, webUrl, administrators, clock, random, wake, _ -> List.of());
    }
}

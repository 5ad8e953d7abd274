package org.chancery.moderation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Waiting;
import org.chancery.token.ConfirmTokens;

/// Makes the tokens that go out with held posts and reads those that come back. Everything is asked at use: MAC, time, and
/// whether a moderator is one still. A token whose post was decided holds on, so that its bearer is told what became of it.
public final class DeskKeys {
    /// An id is 64 random bits that only its bearer knows: wrong MACs with it come from whoever changed the token on its way.
    private static final int MAX_WRONG = 10;

    private final HeldPosts heldPosts;
    private final Lists lists;
    private final People people;
    private final ConfirmTokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;

    public DeskKeys(HeldPosts heldPosts, Lists lists, People people, ConfirmTokens tokens, InstantSource clock, RandomGenerator random) {
        this.heldPosts = heldPosts;
        this.lists = lists;
        this.people = people;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    Waiting.Key make(Waiting.Action action, Address bearer, Instant expires) {
        return new Waiting.Key(random.nextLong(), action, bearer, Instant.ofEpochMilli(expires.toEpochMilli())); // as the store keeps it
    }

    String token(Waiting.Key key, MailingList list, ReceiptId receipt) {
        return tokens.create(subject(key, list, receipt));
    }

    /// The post is named by its receipt, which is known before its number is.
    private static ConfirmTokens.Subject subject(Waiting.Key key, MailingList list, ReceiptId receipt) {
        return new ConfirmTokens.Subject(
                key.id(), key.action().word(), list.domain(), key.bearer(), List.of("list " + list.address().key(), "post " + receipt), key.expires());
    }

    /// Whom this token makes; empty for any text that is no token of ours or holds no longer.
    public Optional<Bearer> read(String token) {
        if (token.length() != ConfirmTokens.LENGTH) {
            return Optional.empty();
        }
        return ConfirmTokens.readId(token).flatMap(heldPosts::key)
                .filter(found -> found.wrong() < MAX_WRONG && clock.instant().isBefore(found.key().expires()))
                .flatMap(found -> lists.find(found.list()).flatMap(list -> bearer(token, found, list)));
    }

    private Optional<Bearer> bearer(String token, HeldPosts.Key found, MailingList list) {
        Waiting.Key key = found.key();
        if (!tokens.holds(token, subject(key, list, found.receipt()))) {
            heldPosts.wrongToken(key.id());
            return Optional.empty();
        }
        boolean may = key.action() == Waiting.Action.WITHDRAW || people.mayModerate(list, key.bearer(), found.forOwners());
        return may ? Optional.of(new Bearer(key.bearer(), key.action(), found.posting(), list, key.id())) : Optional.empty();
    }
}

package org.chancery.subscription;

import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.token.ConfirmTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what a token stands for. The token is compared with what it should be, in constant time; time and state are checked
/// here, at use, and by no job.
public final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
    private final Surroundings site;

    Verification(Surroundings site) {
        this.site = site;
    }

    public sealed interface Found {}

    /// The address may answer.
    public record ForAddress(MailingList list, Request request) implements Found {}

    /// A moderator may answer.
    public record ForModerators(MailingList list, Request request) implements Found {}

    /// Moderators decided already.
    public record Decided(MailingList list, Request request) implements Found {}

    /// The address answered already.
    public record Used(MailingList list, Request request) implements Found {}

    /// Wrong, unknown, over or declined: nobody is told which.
    public record Nothing() implements Found {}

    Found look(String token) {
        Optional<Request> request = ConfirmTokens.readId(token).flatMap(site.requests()::find);
        Optional<MailingList> list = request.flatMap(found -> site.lists().find(found.list()));
        return list.isPresent() ? look(token, list.get(), request.orElseThrow()) : new Nothing();
    }

    private Found look(String token, MailingList list, Request request) {
        if (Tokens.holds(site, list, request, Tokens.CONFIRM, token)) {
            return request.state() == Request.State.ASKED && request.isOpenAt(site.clock().instant())
                    ? new ForAddress(list, request)
                    : used(list, request);
        }
        if (Tokens.holds(site, list, request, Tokens.MODERATE, token)) {
            return request.state() == Request.State.WAITING && request.isOpenAt(site.clock().instant())
                    ? new ForModerators(list, request)
                    : request.state().isOpen() ? new Nothing() : new Decided(list, request);
        }
        LOG.info("subscription.wrong-token list={}", list.address());
        site.requests().wrongToken(request.id());
        return new Nothing();
    }

    private static Found used(MailingList list, Request request) {
        return switch (request.state()) {
            case DONE, WAITING, REFUSED, SUPERSEDED -> new Used(list, request);
            case ASKED, DECLINED, BOUNCED, BURNED, EXPIRED -> new Nothing();
        };
    }
}

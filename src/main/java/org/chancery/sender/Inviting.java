package org.chancery.sender;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.chancery.audit.Act;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Mailbox;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.chancery.token.ConfirmTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks addresses whether they want to post with a secret of their own, and takes their answers. The mail is of fixed text: no word of
/// who asks goes to an address that nobody verified (authorisation.md section 3.3).
///
/// Example: `inviting.invite(list, new Grant.Target.OfList(list.id()), address, Optional.empty(), act)`, then
/// `inviting.agree(token, Optional.of(author))`.
public final class Inviting implements Asked {
    private static final Logger LOG = LoggerFactory.getLogger(Inviting.class);
    private static final String ACTION = "sender";
    /// A page may be opened by who finds the mail later; further keys are asked of the administrator.
    private static final int KEYS_BY_PAGE = 2;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final Ports ports;
    private final AddressChanges addresses;
    private final Surroundings site;

    Inviting(Ports ports, AddressChanges addresses, Surroundings site) {
        this.ports = ports;
        this.addresses = addresses;
        this.site = site;
    }

    /// What it stands on. `host` is the domain whose postmaster writes where no list does; `wake` is told when mail waits.
    public record Surroundings(
            Domain host, Lists lists, ConfirmTokens tokens, NoticeWriter writer, Supplier<Optional<String>> webUrl, InstantSource clock, RandomGenerator random,
            Runnable wake) {}

    /// An invitation whose token holds, with the list in whose name it was sent.
    public record Found(MailingList list, Invitation invitation) {}

    /// `sender` is there when the address is to be added to one who exists; the act names who asks.
    public Invitations.Outcome invite(MailingList list, Grant.Target target, Address address, Optional<SenderId> sender, Act act) {
        Instant now = site.clock().instant();
        Invitation invitation = new Invitation(
                site.random().nextLong(), address, list.id(), target, sender, act.actor(), Invitation.State.ASKED, now, now.plus(Invitations.VALID));
        Invitations.Outcome outcome = ports.invitations().invite(invitation, list.domain(), mail(list, invitation), act);
        LOG.info("sender.invited list={} outcome={}", list.address(), outcome);
        site.wake().run();
        return outcome;
    }

    private Notice mail(MailingList list, Invitation invitation) {
        String token = site.tokens().create(subject(list, invitation));
        Address help = Address.of(list.address().localPart() + "-help", list.domain());
        return site.writer().write(Draft.of(TextId.SENDER_INVITATION, list, new Mailbox(list.address().localPart(), help), invitation.address())
                .with("address", invitation.address().toString())
                .with("expires", DAY.format(invitation.expires()))
                .with("page", site.webUrl().get().map(url -> url + "/c/" + token).orElseGet(() -> "mailto:" + ConfirmTokens.replyTo(list.address(), token)))
                .replyTo(ConfirmTokens.replyTo(list.address(), token))
                .returnPath(ConfirmTokens.returnPath(list.domain(), invitation.id())));
    }

    private static ConfirmTokens.Subject subject(MailingList list, Invitation invitation) {
        return new ConfirmTokens.Subject(invitation.id(), ACTION, list.domain(), invitation.address(), invitation.objects(), invitation.expires());
    }

    /// Empty for a token that is not of an invitation, wrong, or over. A wrong one is counted.
    public Optional<Found> look(String token) {
        Optional<Invitation> invitation = ConfirmTokens.readId(token).flatMap(ports.invitations()::find)
                .filter(found -> found.state() != Invitation.State.OVER && site.clock().instant().isBefore(found.expires()));
        Optional<MailingList> list = invitation.flatMap(found -> site.lists().find(found.list()));
        if (list.isEmpty()) {
            return Optional.empty();
        }
        if (token.length() == ConfirmTokens.LENGTH && !site.tokens().holds(token, subject(list.get(), invitation.orElseThrow()))) {
            ports.invitations().wrongToken(invitation.orElseThrow().id());
            return Optional.empty();
        }
        return Optional.of(new Found(list.get(), invitation.orElseThrow()));
    }

    @Override
    public Optional<MailingList> listOf(String token) {
        return whole(token).map(Found::list);
    }

    @Override
    public Optional<MailingList> listOf(long id) {
        return ports.invitations().find(id).flatMap(found -> site.lists().find(found.list()));
    }

    @Override
    public boolean agree(String token, Optional<Address> answerer) {
        Optional<Found> found = whole(token).filter(one -> answerer.filter(author -> !author.equals(one.invitation().address())).isEmpty());
        return found.isPresent() && agree(found.get().invitation());
    }

    private boolean agree(Invitation invitation) {
        Instant now = site.clock().instant();
        SenderId fresh = SenderId.create(now, site.random());
        Act act = new Act(now, invitation.address().key(), "mail", "sender.agree", invitation.address().key(), "invited by " + invitation.by() + ", " + String.join(", ", invitation.objects()));
        List<SenderLink.Mailed> undos = invitation.sender().flatMap(ports.senders()::find)
                .map(sender -> addresses.added(sender, invitation.address())).orElse(List.of());
        boolean agreed = ports.invitations().agree(invitation, fresh, undos, now, act);
        site.wake().run();
        return agreed;
    }

    /// The sender that came of an invitation that was agreed to: while it lasts, its page may make keys.
    public Optional<Sender> sender(String token) {
        return whole(token).filter(found -> found.invitation().state() == Invitation.State.AGREED)
                .flatMap(found -> ports.senders().of(found.invitation().address())).filter(Sender::isActive);
    }

    /// A key for the sender that came of an invitation, made on its page; empty when the token does not hold, nobody agreed, or enough were made.
    public Optional<PostingKey> makeKey(String token, Verifiers verifiers) {
        Optional<Credential.Owner> owner = sender(token).<Credential.Owner>map(sender -> new Credential.Owner.OfSender(sender.id()))
                .filter(found -> ports.credentials().of(found).size() < KEYS_BY_PAGE);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        Instant now = site.clock().instant();
        PostingKey key = PostingKey.create(PostingKey.Holder.SENDER, site.random());
        Address address = whole(token).orElseThrow().invitation().address();
        Act act = new Act(now, address.key(), "web", "sender.key.new", address.key(), "key=" + key.kid() + " kind=key");
        Credential credential = Credential.of(key.kid(), owner.get(), Credential.Kind.KEY, "made on the page", now);
        return ports.credentials().add(credential, verifiers.of(key), act) ? Optional.of(key) : Optional.empty();
    }

    /// The person does not want it; with `never` nobody of this site may ask again.
    public boolean decline(String token, boolean never) {
        Optional<Found> found = whole(token);
        found.ifPresent(one -> {
            ports.invitations().decline(one.invitation().id());
            if (never) {
                ports.invitations().optOut(one.invitation().address(), site.clock().instant());
            }
        });
        return found.isPresent();
    }

    @Override
    public void bounced(long id) {
        ports.invitations().decline(id);
    }

    /// Only a token with its MAC acts; its first part alone shows no more than that there is a row.
    private Optional<Found> whole(String token) {
        return token.length() == ConfirmTokens.LENGTH ? look(token) : Optional.empty();
    }
}

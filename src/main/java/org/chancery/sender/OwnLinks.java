package org.chancery.sender;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.chancery.token.ConfirmTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Links by mail to addresses of senders: to the page where a sender makes keys, sets his password and changes his addresses, and to the one
/// where an address that a change left behind takes it back (authorisation.md section 3.3). They go to verified addresses alone.
///
/// Example: `links.mailPage(address, act)`, then `links.look(token)` and, behind the button, `links.undo(found)`.
public final class OwnLinks {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLinks.class);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final Ports ports;
    private final Inviting.Surroundings site;
    private final SenderTongue tongue;

    OwnLinks(Ports ports, Inviting.Surroundings site) {
        this.ports = ports;
        this.site = site;
        this.tongue = new SenderTongue(ports, site.lists());
    }

    /// A link whose token holds and that is open, with its sender.
    public record Found(SenderLink link, Sender sender) {}

    /// Mails the link to the own page, if that is an address of an active sender, there are pages, and it had not enough of them today. Who asks must not
    /// learn which of these it was, unless the sender is known to him.
    public boolean mailPage(Address to, Act act) {
        Optional<String> url = site.webUrl().get();
        Optional<Sender> sender = ports.senders().of(to).filter(Sender::isActive);
        boolean mailed = url.isPresent() && sender.isPresent() && ports.links().send(page(sender.get(), verified(sender.get(), to), url.get()), act);
        LOG.info("sender.page mailed={}", mailed);
        site.wake().run();
        return mailed;
    }

    /// As it was written when it was verified, and not as whoever asks spells it.
    private static Address verified(Sender sender, Address to) {
        return sender.addresses().stream().filter(to::equals).findFirst().orElseThrow();
    }

    private SenderLink.Mailed page(Sender sender, Address to, String url) {
        SenderLink link = SenderLink.of(site.random().nextLong(), sender, to, SenderLink.Purpose.PAGE, site.clock().instant());
        return new SenderLink.Mailed(link, mail(TextId.SENDER_PAGE, sender, to, Map.of(
                "address", to.toString(), "page", url(link, url), "expires", MINUTE.format(link.expires()))));
    }

    private String url(SenderLink link, String url) {
        return url + "/c/" + site.tokens().create(link.subject(site.host()));
    }

    /// For each of `told` a link that takes back the change from the sender as he is to `after`, with its mail.
    List<SenderLink.Mailed> undos(Sender sender, List<Address> after, Stream<Address> told) {
        Instant now = site.clock().instant();
        return told.distinct().map(address -> {
            SenderLink link = SenderLink.of(site.random().nextLong(), sender, address, SenderLink.Purpose.UNDO, now);
            Optional<String> page = site.webUrl().get().map(url -> url(link, url));
            return new SenderLink.Mailed(link, changed(sender, address, after, page.orElse(""), link.expires()));
        }).toList();
    }

    /// Without a page nothing is said of a way back.
    private Notice changed(Sender before, Address to, List<Address> after, String page, Instant expires) {
        return mail(TextId.SENDER_ADDRESSES, before, to, Map.of(
                "address", to.toString(), "before", lines(before.addresses()), "after", lines(after), "page", page, "expires", page.isEmpty() ? "" : MINUTE.format(expires)));
    }

    private static String lines(List<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining("\n"));
    }

    private Notice mail(TextId text, Sender sender, Address to, Map<String, String> values) {
        return site.writer().write(Draft.ofSite(text, tongue.of(sender), site.host(), List.of(to), values));
    }

    /// Empty for a token that is of no link, wrong, or over; and when the address is the sender's no more. A wrong one is counted.
    public Optional<Found> look(String token) {
        Optional<SenderLink> link = token.length() == ConfirmTokens.LENGTH
                ? ConfirmTokens.readId(token).flatMap(ports.links()::find).filter(found -> found.isOpenAt(site.clock().instant()))
                : Optional.empty();
        if (link.isPresent() && !site.tokens().holds(token, link.get().subject(site.host()))) {
            ports.links().wrongToken(link.get().id());
            return Optional.empty();
        }
        return link.flatMap(found -> ports.senders().find(found.sender()).filter(sender -> opens(found, sender)).map(sender -> new Found(found, sender)));
    }

    private static boolean opens(SenderLink link, Sender sender) {
        return switch (link.purpose()) {
            case PAGE -> sender.isActive() && sender.addresses().contains(link.address());
            case UNDO -> sender.state() != Sender.State.TOMBSTONE;
        };
    }

    /// False when somebody was faster.
    public boolean undo(Found found) {
        SenderLink link = found.link();
        Instant now = site.clock().instant();
        List<Notice> told = found.sender().addresses().stream().filter(address -> !link.before().contains(address))
                .map(lost -> changed(found.sender(), lost, link.before(), "", link.expires())).toList();
        Act act = new Act(now, link.address().key(), "web", "sender.address.undo", found.sender().primary().key(), "to " + link.before());
        boolean undone = ports.links().undo(link, told, now, act);
        site.wake().run();
        return undone;
    }
}

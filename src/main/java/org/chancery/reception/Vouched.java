package org.chancery.reception;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Proofs;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.posting.Disposition;
import org.chancery.posting.Received;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Subscriptions;
import org.chancery.subscription.Surroundings;
import org.chancery.subscription.Verification;

/// Whether enough stands behind a mail that asks something of a list. Whatever a list writes goes to an address that the mail only
/// claims; so nobody is written to in whose name anybody can ask (reliability.md I9). What is refused here is refused to members,
/// strangers and the banned in the same words: only leaving, which asks nothing of strangers, is taken from all and mailed to those
/// whom the list knows (authorisation.md section 1.2, C9a).
///
/// Example: `vouched.against(sender, path, named)` is empty for mail that its domain stands behind.
final class Vouched {
    private static final Disposition FORGED = new Disposition.Refused(
            550, "5.7.1", "Nothing proves that this answer is from its author (SPF, DKIM, DMARC); use the link in our mail instead");
    private static final Disposition UNKNOWN =
            new Disposition.TryLater("4.7.0", "The DNS did not say who this mail is from; please try again later");
    private final Surroundings site;
    private final Subscriptions subscriptions;

    Vouched(Surroundings site, Subscriptions subscriptions) {
        this.site = site;
        this.subscriptions = subscriptions;
    }

    /// Who wrote, and who vouches for it.
    record Sender(Mailbox author, Proofs proofs) {
        Asker asker() {
            if (proofs.isLoggedInAsAuthor()) {
                return Asker.PROVED;
            }
            return proofs.author() == Proofs.Author.PROVED ? Asker.AUTHENTICATED : Asker.ANYBODY;
        }

        boolean isProved() {
            return proofs.author() == Proofs.Author.PROVED;
        }

        /// Does the author's domain ask others to take mail without proof for a forgery? `p=none` only watches (RFC 9989).
        boolean isDisowned() {
            return proofs.dmarc().map(Evidence.Dmarc::published).filter(wish -> wish != Evidence.Dmarc.Disposition.NONE).isPresent();
        }

        /// May the reverse path be answered? It is the author's own, or its domain says that the mail may come from it.
        boolean answersReach(Optional<Address> path) {
            return (isProved() && path.equals(Optional.of(author.address()))) || proofs.ofReturnPath(path);
        }
    }

    /// What the client is told instead of 250; empty when everything that is asked may be done, see [#mayAct] for leaving.
    Optional<Disposition> against(Sender sender, Received received, List<Addressee> named) {
        return named.stream().flatMap(addressee -> against(sender, received.envelope().mailFrom().path(), addressee).stream()).findFirst();
    }

    private Optional<Disposition> against(Sender sender, Optional<Address> path, Addressee addressee) {
        return switch (addressee) {
            case Addressee.Join(MailingList list) -> sender.isProved() ? Optional.empty() : Optional.of(unproved(sender, list));
            case Addressee.Help(MailingList list) -> sender.answersReach(path) ? Optional.empty() : Optional.of(unproved(sender, list));
            case Addressee.SendKey(MailingList list) -> sender.answersReach(path) ? Optional.empty() : Optional.of(unproved(sender, list));
            case Addressee.Request(MailingList list) ->
                    sender.isProved() && sender.answersReach(path) ? Optional.empty() : Optional.of(unproved(sender, list));
            case Addressee.Leave(MailingList list) -> switch (sender.proofs.author()) {
                case PROVED, UNPROVED -> Optional.empty();
                case FAILED -> sender.isDisowned() ? Optional.of(unproved(sender, list)) : Optional.empty();
                case UNKNOWN -> Optional.of(unproved(sender, list));
            };
            case Addressee.Confirm(MailingList _, String token) -> answer(sender.proofs.author(), token);
            case Addressee.ConfirmBounce _, Addressee.Posting _, Addressee.Owners _, Addressee.Postmaster _, Addressee.BounceOf _, Addressee.StrayBounce _, Addressee.Desk _,
                    Addressee.Unknown _, Addressee.Foreign _ -> Optional.empty();
        };
    }

    private Disposition unproved(Sender sender, MailingList list) {
        return sender.proofs.author() == Proofs.Author.UNKNOWN
                ? UNKNOWN
                : new Disposition.Refused(550, "5.7.1", "Nothing proves that this mail is from its author (SPF, DKIM, DMARC); "
                        + "send it through the mail server of your own provider" + page(list));
    }

    private String page(MailingList list) {
        return site.webUrl().get().map(url -> ", or use " + url + "/lists/" + list.address() + "/join").orElse("");
    }

    /// An answer to a confirmation does something for its author, so a forged one is refused (authorisation.md section 1.6, R6). A
    /// moderator's answer does something to others, so it must be proved.
    private Optional<Disposition> answer(Proofs.Author proved, String token) {
        return switch (proved) {
            case PROVED -> Optional.empty();
            case UNPROVED -> subscriptions.look(token) instanceof Verification.ForModerators ? Optional.of(FORGED) : Optional.empty();
            case FAILED -> Optional.of(FORGED);
            case UNKNOWN -> Optional.of(UNKNOWN);
        };
    }

    /// May an unproved mail be acted upon after all, because the list knows its author? Leaving only.
    boolean mayAct(Sender sender, Addressee addressee) {
        return !(addressee instanceof Addressee.Leave(MailingList list)) || sender.isProved()
                || !site.members().roles(list.id(), sender.author.address()).isEmpty();
    }
}

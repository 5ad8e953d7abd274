package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Notice;

/// The port to invitations, with the limits that keep them from being a way to flood anybody. One that nobody answers leaves no row.
public interface Invitations {
    Duration VALID = Duration.ofDays(7);
    /// Of one inviting person in a day.
    int PER_INVITER = 20;
    /// Of one mail domain of the site in a day.
    int PER_DOMAIN = 200;
    /// Mails to one address in [#MEMORY], whoever asks for them.
    int PER_ADDRESS = 3;
    Duration MEMORY = Duration.ofDays(30);

    /// What became of an invitation.
    enum Outcome {
        MAILED,
        /// The address has one that is open.
        OPEN_ALREADY,
        /// A limit is reached, or the address wants none.
        NOT_NOW
    }

    /// Stores the invitation and its mail together, within the limits. `domain` is the one whose list asks.
    Outcome invite(Invitation invitation, Domain domain, Notice mail, Act act);

    Optional<Invitation> find(long id);

    /// The address agrees: makes the sender where there is none (under `fresh`) and grants; or adds the address, which `undos` tell of. False when
    /// it was answered already or is over.
    boolean agree(Invitation invitation, SenderId fresh, List<SenderLink.Mailed> undos, Instant now, Act act);

    /// It does not, or the mail came back.
    void decline(long id);

    /// Nobody of this site may invite the address again.
    void optOut(Address address, Instant now);

    /// One wrong token; the tenth ends the invitation.
    void wrongToken(long id);

    /// Forgets what is over.
    int purge(Instant now);
}

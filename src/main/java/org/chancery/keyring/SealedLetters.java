package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.protection.Technology;

/// Mails of ours that only one person with a role on a list can read, in the technology that the person has a key for, signed by the
/// list where it can.
///
/// Example: `letters.sealed(list, moderator, notice)` is empty for a moderator without a usable key.
public final class SealedLetters {
    private final ListKeyrings keyrings;
    private final InstantSource clock;
    private final SecureRandom random;

    public SealedLetters(ListKeyrings keyrings, InstantSource clock, SecureRandom random) {
        this.keyrings = keyrings;
        this.clock = clock;
        this.random = random;
    }

    public boolean reaches(MailingList list, Address reader) {
        return keyrings.of(list).reader(reader, EnumSet.allOf(Technology.class), clock.instant()).isPresent();
    }

    /// The same mail, sealed; empty when nothing can be encrypted to the reader.
    public Optional<Notice> sealed(MailingList list, Address reader, Notice plain) {
        ListKeyring keys = keyrings.of(list);
        return keys.reader(reader, EnumSet.allOf(Technology.class), clock.instant())
                .map(found -> SealedMail.of(plain, found, keys.signer(found.technology(), clock.instant()), random));
    }
}

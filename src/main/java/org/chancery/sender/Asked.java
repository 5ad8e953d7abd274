package org.chancery.sender;

import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;

/// What came of asking addresses, as the lines for mail see it.
public interface Asked {
    /// For a line that asks nobody.
    Asked NOBODY = new Asked() {
        @Override
        public Optional<MailingList> listOf(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<MailingList> listOf(long id) {
            return Optional.empty();
        }

        @Override
        public boolean agree(String token, Optional<Address> answerer) {
            return false;
        }

        @Override
        public void bounced(long id) {} // nobody was asked
    };

    /// In whose name the mail was sent that a whole token belongs to, answered or not.
    Optional<MailingList> listOf(String token);

    /// The same by the number of the question alone, for its bounces.
    Optional<MailingList> listOf(long id);

    /// The address agrees: by the page, or by a mail whose From is `answerer`. False when that does nothing (any more).
    boolean agree(String token, Optional<Address> answerer);

    /// The mail that asked came back for good.
    void bounced(long id);
}

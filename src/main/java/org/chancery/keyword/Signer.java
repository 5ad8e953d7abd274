package org.chancery.keyword;

import java.time.Instant;
import org.chancery.administration.Caller;
import org.chancery.administration.Powers;
import org.chancery.audit.Act;
import org.chancery.keyring.By;
import org.chancery.list.Members;
import org.chancery.mail.Address;

/// Who signed a mail, as each room wants to know it. Only roles on the list count by mail, none of the site or of a domain.
record Signer(Opened mail, Caller caller) {
    private static final String DOOR = "mail";

    static Signer of(Opened mail, Members members) {
        Address address = mail.author().address();
        return new Signer(mail, new Caller(address.key(), DOOR, Powers.ofAddress(address, members)));
    }

    Address address() {
        return mail.author().address();
    }

    /// On the list.
    Act act(Instant at, String action, String detail) {
        return new Act(at, address().key(), DOOR, action, mail.list().address().key(), detail);
    }

    By by() {
        return new By(address().key(), DOOR);
    }
}

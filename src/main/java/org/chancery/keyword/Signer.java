package org.chancery.keyword;

import java.time.Instant;
import org.chancery.administration.Caller;
import org.chancery.administration.Powers;
import org.chancery.audit.Act;
import org.chancery.keyring.By;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.Language;

/// Who signed a mail, as each room wants to know it. Only roles on the list count by mail, none of the site or of a domain.
record Signer(Opened mail, Caller caller, Language language) {
    private static final String DOOR = "mail";

    static Signer of(Opened mail, Members members) {
        Address address = mail.author().address();
        return new Signer(mail, new Caller(address.key(), DOOR, Powers.ofAddress(address, members)), language(mail.list(), address, members));
    }

    /// The member's own, else the one of the list.
    private static Language language(MailingList list, Address address, Members members) {
        return members.find(list.id(), address, Role.MEMBER).flatMap(member -> Language.ofTag(member.preferences().language()))
                .or(() -> Language.ofTag(list.settings().text(Setting.LANGUAGE))).orElse(Language.EN);
    }

    String say(Phrase phrase, String... namesAndValues) {
        return phrase.in(language, namesAndValues);
    }

    Result result(Phrase phrase, String... namesAndValues) {
        return Result.of(say(phrase, namesAndValues));
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

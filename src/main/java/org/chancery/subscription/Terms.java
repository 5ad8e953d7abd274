package org.chancery.subscription;

import org.chancery.list.MailingList;
import org.chancery.list.Setting;

/// Who must agree before a request is carried out. A setting that asks for nobody's consent still asks the address when nobody
/// proved to be it: else anybody could join anybody to anything (reliability.md I10).
record Terms(boolean address, boolean moderators) {

    static Terms of(MailingList list, Change change, Asker asker) {
        return switch (change) {
            case Change.Join _ -> of(list.settings().text(Setting.JOIN_POLICY), asker);
            case Change.Leave() -> of(list.settings().text(Setting.LEAVE_POLICY), asker);
            case Change.Invited _, Change.Choose _, Change.GiveUp _, Change.Prefer _, Change.TakeOver _ -> new Terms(true, false);
        };
    }

    private static Terms of(String policy, Asker asker) {
        if (asker == Asker.ADMINISTRATOR) {
            return new Terms(true, false);
        }
        return switch (policy) {
            case "open" -> new Terms(asker != Asker.PROVED, false);
            case "confirm" -> new Terms(true, false);
            case "moderate" -> new Terms(false, true);
            case "confirm-then-moderate" -> new Terms(true, true);
            default -> throw new IllegalArgumentException("no such policy: " + policy);
        };
    }
}

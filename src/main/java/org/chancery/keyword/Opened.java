package org.chancery.keyword;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.Mark;
import org.chancery.list.MailingList;
import org.chancery.mail.Header;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;

/// A mail with commands that was encrypted to the list and well signed by `author`. `received` is it as it came, `shown` with the header
/// that its author protected, `content` what he wrote. `reader` is who reads the answer, `signers` the keys of the list; `marks` are of its signatures and
/// encryptions, to be kept with the receipt so that the mail counts once; `report` says what they turned out to be.
public record Opened(
        MailingList list, Mailbox author, Message received, Message shown, Message content, Reader reader,
        Map<Technology, EntitySigner> signers, List<Mark> marks, CryptoReport report) {
    public Opened {
        signers = Map.copyOf(signers);
        marks = List.copyOf(marks);
    }

    String subject() {
        return shown.headers().first("Subject").map(Header::text).orElse("");
    }

    /// OpenPGP first: it is what outsiders can check.
    Optional<EntitySigner> signer() {
        return Optional.ofNullable(signers.get(Technology.OPENPGP)).or(() -> Optional.ofNullable(signers.get(Technology.SMIME)));
    }
}

package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.SignedPlain;
import org.chancery.protection.Technology;

/// Mails of ours in clear, signed with the key of the list where it has one: with OpenPGP, else with S/MIME. They tell people to send keys and where, so
/// it is worth knowing that the list wrote them.
///
/// Example: `letters.signed(list, notice)` is `notice` itself for a list without a key.
public final class SignedLetters {
    private final ListKeyrings keyrings;
    private final InstantSource clock;
    private final SecureRandom random;

    public SignedLetters(ListKeyrings keyrings, InstantSource clock, SecureRandom random) {
        this.keyrings = keyrings;
        this.clock = clock;
        this.random = random;
    }

    public Notice signed(MailingList list, Notice plain) {
        return signed(plain, signer(list), random);
    }

    static Notice signed(Notice plain, Optional<EntitySigner> by, SecureRandom random) {
        return by.map(signer -> SignedPlain.of(Message.parse(plain.message()).orThrow(), signer, random))
                .map(message -> new Notice(plain.kind(), plain.returnPath(), plain.recipients(), message.toByteArray())).orElse(plain);
    }

    private Optional<EntitySigner> signer(MailingList list) {
        ListKeyring keys = keyrings.of(list);
        Instant now = clock.instant();
        return keys.signer(Technology.OPENPGP, now).or(() -> keys.signer(Technology.SMIME, now));
    }
}

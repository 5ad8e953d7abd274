package org.chancery.keyring;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Reader;
import org.chancery.protection.SealedCopy;
import org.chancery.protection.Sealing;
import org.chancery.protection.Technology;

/// A mail of ours that only one key can read: words, subject and all. It is sealed before it is stored, so that the store never has them.
public final class SealedMail {
    private SealedMail() {}

    public static Notice of(Notice plain, Reader reader, Optional<EntitySigner> signer, SecureRandom random) {
        Message mail = Message.parse(plain.message()).orThrow();
        Map<Technology, EntitySigner> signers = signer.map(by -> Map.of(reader.technology(), by)).orElse(Map.of());
        SealedCopy copy = Sealing.of(mail, Optional.empty(), signers, false, random).copyFor(reader);
        return new Notice(plain.kind(), plain.returnPath(), plain.recipients(), copy.toByteArray());
    }
}

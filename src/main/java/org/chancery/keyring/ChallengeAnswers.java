package org.chancery.keyring;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.MemberKeyLife.Event;
import org.chancery.keyring.MemberKeySteps.Happening;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.chancery.token.ConfirmTokens;

/// Takes the answers to challenges: mails of the address of the key to a token address. One that says token and fingerprint of the new key in plain sight, under the signature of a key of this person that
/// is in use, also agrees to the change.
///
/// Example: `answers.take(token, message, receivedAt, author)`.
final class ChallengeAnswers {
    private final Ports ports;
    private final Lists lists;
    private final ListKeyrings keyrings;
    private final SignatureMemory memory;
    private final KeyLetters letters;
    private final MemberKeySteps steps;
    private final ConfirmTokens tokens;

    ChallengeAnswers(Ports ports, ListKeyrings keyrings, SignatureMemory memory, KeyLetters letters, MemberKeySteps steps, MemberKeyDesk.Surroundings site) {
        this.ports = ports;
        this.lists = site.lists();
        this.keyrings = keyrings;
        this.memory = memory;
        this.letters = letters;
        this.steps = steps;
        this.tokens = site.tokens();
    }

    /// False when the token does not hold, is over at `now`, or the author is somebody else.
    boolean take(String token, Message message, Instant receivedAt, Address author, Instant now) {
        Optional<MemberKey> key = ConfirmTokens.readId(token).flatMap(ports.members()::challenged);
        Optional<MailingList> list = key.flatMap(found -> lists.find(found.list()));
        if (list.isEmpty() || !now.isBefore(key.orElseThrow().created().plus(MemberRing.CHALLENGE))) {
            return false;
        }
        if (!tokens.holds(token, letters.subject(list.get(), key.get()))) {
            ports.members().wrongToken(key.get().challenge());
            return false;
        }
        return author.equals(key.get().address()) && take(list.get(), key.get(), token, message, receivedAt);
    }

    private boolean take(MailingList list, MemberKey key, String token, Message message, Instant receivedAt) {
        By by = new By(key.address().key(), "mail");
        if (MemberKeySteps.reader(key, key.created()).isEmpty()) {
            return SignedProof.ofNew(token, message, receivedAt, key, memory)
                    .filter(proof -> steps.step(list, Happening.of(key, Event.PROVED).by(proof.marks()), by).isPresent()).isPresent();
        }
        return isAgreed(list, key, token, message, receivedAt, by) || steps.step(list, Happening.of(key, Event.PROVED), by).isPresent();
    }

    private boolean isAgreed(MailingList list, MemberKey key, String token, Message message, Instant receivedAt, By by) {
        List<MemberKey> inUse = steps.ring(list, key.address(), key.slot()).inUse();
        if (inUse.isEmpty()) {
            return false;
        }
        Address to = Address.of(list.address().localPart() + "-confirm+" + token, list.domain());
        return SignedProof.of(List.of(token, key.fingerprint()), message, receivedAt, keyrings.of(list).opener(EnumSet.allOf(Technology.class), receivedAt), memory)
                .filter(proof -> proof.opening().mayBeTo(to) && proof.signer(inUse).isPresent())
                .flatMap(proof -> steps.step(list, Happening.of(key, Event.PROVED_AND_SIGNED).by(proof.marks()).when(ring -> proof.signer(ring.inUse()).isPresent()), by)).isPresent();
    }
}

package org.chancery.posting.sealing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.AutocryptCandidates;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.ListKeyrings;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Message;
import org.chancery.posting.CopyFields;
import org.chancery.posting.signing.CopySignatures;
import org.chancery.posting.signing.CopySignatures.OneByOne;
import org.chancery.posting.transform.Passage;
import org.chancery.posting.transform.Transforms;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Authored;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.OpenedMessage;
import org.chancery.protection.Opening;
import org.chancery.protection.Sealing;
import org.chancery.protection.SignedPlain;
import org.chancery.protection.Technology;

/// Makes posts of lists that encrypt or sign ready to go out: opened again from what was received, transformed like every other post, sealed.
///
/// Throws when what came encrypted cannot be opened any more; the courier tries again later, and nothing leaves meanwhile.
public final class SealedPosts {
    private final ListKeyrings keyrings;
    private final AutocryptCandidates candidates;
    private final InstantSource clock;
    private final SecureRandom random;

    /// `candidates`: what is to be noted of keys in the headers of posts.
    public SealedPosts(ListKeyrings keyrings, AutocryptCandidates candidates, InstantSource clock, SecureRandom random) {
        this.keyrings = keyrings;
        this.candidates = candidates;
        this.clock = clock;
        this.random = random;
    }

    /// A post as it was received and judged. `signing`: makes the DKIM signatures of the form in clear.
    public record Source(Message received, Instant at, boolean cameEncrypted, CopyFields fields, OneByOne signatures, Clearly clearly) {}

    /// How copies in clear are signed by the domain.
    @FunctionalInterface
    public interface Clearly {
        CopySignatures signed(Message message);
    }

    public PreparedPost prepare(Source source) {
        Passage passage = source.fields().passage();
        ProtectionPolicy policy = ProtectionPolicy.of(passage.list().settings());
        candidates.look(passage.list(), source.received(), source.at());
        ListKeyring keys = keyrings.of(passage.list());
        Opening opening = keys.opener(EnumSet.allOf(Technology.class), source.at()).open(source.received(), source.at(), AcceptedSignatures.NONE);
        Optional<Authored> authored = source.cameEncrypted() ? opening.authored() : Optional.empty();
        if (source.cameEncrypted() && authored.isEmpty()) {
            throw new IllegalStateException("a post on " + passage.list().address() + " cannot be opened any more: its key is missing");
        }
        Message readable = authored.map(inside -> OpenedMessage.of(source.received(), inside)).orElse(source.received());
        Message post = OwnAutocrypt.on(Transforms.apply(readable, passage), passage.list(), keys, policy);
        Audience audience = new Audience(policy, keys, source.cameEncrypted());
        Signers signers = Signers.of(audience, keys, clock.instant());
        Sealing sealing = Sealing.of(post, verbatim(authored, policy), signers.able(), policy.hidesRecipients(), random).saying(opening.report());
        return new SealedPost(audience, sealing, signers, clear(post, opening, audience, signers, source), source.fields(), source.signatures(), clock);
    }

    /// The author's packets go on as they are only where the list adds nothing that would have to stand beside them.
    private static Optional<Authored.Verbatim> verbatim(Optional<Authored> authored, ProtectionPolicy policy) {
        return authored.filter(_ -> !policy.isAnonymous())
                .flatMap(inside -> inside instanceof Authored.Verbatim verbatim ? Optional.of(verbatim) : Optional.empty());
    }

    private SealedPost.Clear clear(Message post, Opening opening, Audience audience, Signers signers, Source source) {
        if (!audience.mayBeClear()) {
            return new SealedPost.Clear(new byte[0], CopySignatures.of(post, List.of(), List.of(), Optional.empty(), source.at()), false, false);
        }
        Message written = signers.forClear().map(signer -> signed(post, signer, opening)).orElse(post);
        CopySignatures signatures = source.clearly().signed(written);
        return new SealedPost.Clear(signatures.shared(), signatures, false, hasHighOctet(signatures.shared()));
    }

    private Message signed(Message post, EntitySigner signer, Opening opening) {
        return SignedPlain.of(post, signer, opening.report(), random);
    }

    private static boolean hasHighOctet(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}

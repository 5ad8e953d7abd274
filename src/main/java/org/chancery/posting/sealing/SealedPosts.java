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
import org.chancery.keyring.MemberCiphers;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.EightBit;
import org.chancery.mail.Message;
import org.chancery.posting.CopyFields;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.signing.CopySignatures;
import org.chancery.posting.signing.OneByOne;
import org.chancery.posting.transform.Edges;
import org.chancery.posting.transform.Passage;
import org.chancery.posting.transform.Transforms;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Authored;
import org.chancery.protection.Framing;
import org.chancery.protection.OpenedMessage;
import org.chancery.protection.Opening;
import org.chancery.protection.Plaintext;
import org.chancery.protection.Sealing;
import org.chancery.protection.SignedPlain;
import org.chancery.protection.Technology;

/// Makes posts of lists that encrypt or sign ready to go out: opened again from what was received, transformed like every other post, sealed.
///
/// Throws when what came encrypted cannot be opened any more; the courier tries again later, and nothing leaves meanwhile.
public final class SealedPosts {
    private final ListKeyrings keyrings;
    private final AutocryptCandidates candidates;
    private final MemberCiphers ciphers;
    private final OpeningBudget budget;
    private final InstantSource clock;
    private final SecureRandom random;

    /// `candidates`: what is to be noted of keys in the headers of posts. `ciphers`: of what their authors read. `budget`: that of the posts which are judged.
    public SealedPosts(ListKeyrings keyrings, AutocryptCandidates candidates, MemberCiphers ciphers, OpeningBudget budget, InstantSource clock, SecureRandom random) {
        this.keyrings = keyrings;
        this.candidates = candidates;
        this.ciphers = ciphers;
        this.budget = budget;
        this.clock = clock;
        this.random = random;
    }

    /// A post as it was received and judged. `signatures`: of the domain, for sealed copies; `clearly`: the same for the form in clear.
    public record Source(Message received, Instant at, boolean cameEncrypted, CopyFields fields, OneByOne signatures, Clearly clearly) {}

    /// How copies in clear are signed by the domain.
    @FunctionalInterface
    public interface Clearly {
        CopySignatures signed(Message message);
    }

    /// A post in memory, after the transforms. `outer`: what of its header may stand outside an encryption. `authored`: what came encrypted.
    private record Readable(Message post, Message outer, Framing framing, Optional<Authored> authored, ListKeyring keys, Audience audience) {}

    public PreparedPost prepare(Source source) {
        return budget.patiently(source.received().size(), () -> prepared(source))
                .orElseThrow(() -> new IllegalStateException("no room for a post on " + source.fields().passage().list().address() + " among those that are open now"));
    }

    private PreparedPost prepared(Source source) {
        Passage passage = source.fields().passage();
        ProtectionPolicy policy = ProtectionPolicy.of(passage.list().settings());
        candidates.look(passage.list(), source.received(), source.at());
        Readable readable = opened(source, policy)
                .orElseThrow(() -> new IllegalStateException("a post on " + passage.list().address() + " cannot be opened any more: its key is missing"));
        Signers signers = Signers.of(readable.audience(), readable.keys(), clock.instant());
        Sealing sealing = Sealing.of(readable.post(), verbatim(readable.authored()), signers.able(), policy.hidesRecipients(), random)
                .under(readable.outer()).framed(readable.framing());
        return new SealedPost(readable.audience(), sealing, readable.post().size(), signers, clear(readable, signers, source), source.fields(), source.signatures(), clock);
    }

    /// What a copy in clear would say to everybody, also where nobody may have one: for the archive, which seals it in its own way. It has no fields
    /// of a single member. Empty when what came encrypted cannot be opened any more.
    public Optional<Plaintext> readable(Source source) {
        return opened(source, ProtectionPolicy.of(source.fields().passage().list().settings()))
                .map(readable -> new Plaintext(written(readable, Signers.of(readable.audience(), readable.keys(), clock.instant()), source).shared()));
    }

    private Optional<Readable> opened(Source source, ProtectionPolicy policy) {
        Passage passage = source.fields().passage();
        ListKeyring keys = keyrings.of(passage.list());
        Opening opening = keys.opener(EnumSet.allOf(Technology.class), source.at()).open(source.received(), source.at(), AcceptedSignatures.NONE);
        if (!policy.isAnonymous()) { // when a member signed tells who wrote
            ciphers.look(passage.list(), keys, opening.report());
        }
        Optional<Authored> authored = (source.cameEncrypted() ? opening.authored() : Optional.<Authored>empty())
                .map(inside -> policy.isAnonymous() ? new Authored.Entity(inside.payload(), inside.payload()) : inside); // a signature names its maker
        if (source.cameEncrypted() && authored.isEmpty()) {
            return Optional.empty();
        }
        Message readable = authored.map(inside -> OpenedMessage.of(source.received(), inside)).orElse(source.received());
        Message post = transformed(readable, passage, keys, policy);
        Message outer = authored.map(inside -> transformed(OpenedMessage.outside(source.received(), inside), passage, keys, policy)).orElse(post);
        return Optional.of(new Readable(post, outer, framing(readable, opening, Transforms.besideSigned(post, passage), passage), authored, keys, new Audience(policy, keys, source.cameEncrypted())));
    }

    private static Message transformed(Message message, Passage passage, ListKeyring keys, ProtectionPolicy policy) {
        return OwnKeys.on(Transforms.apply(message, passage), passage.list(), keys, policy);
    }

    /// On an anonymous list nothing that tells of the author.
    private static Framing framing(Message written, Opening opening, Edges edges, Passage passage) {
        Settings settings = passage.list().settings();
        String above = Provenance.ofResent(passage) + edges.above();
        return settings.flag(Setting.ANONYMOUS)
                ? Framing.NONE.around(above, edges.below())
                : Framing.of(opening.report()).around(Provenance.of(written, opening.report(), passage) + above, edges.below());
    }

    private static Optional<Authored.Verbatim> verbatim(Optional<Authored> authored) {
        return authored.flatMap(inside -> inside instanceof Authored.Verbatim verbatim ? Optional.of(verbatim) : Optional.empty());
    }

    private SealedPost.Clear clear(Readable readable, Signers signers, Source source) {
        if (!readable.audience().mayBeClear()) {
            return new SealedPost.Clear(new byte[0], CopySignatures.of(readable.post(), List.of(), List.of(), Optional.empty(), source.at()), false, false);
        }
        CopySignatures signatures = written(readable, signers, source);
        return new SealedPost.Clear(signatures.shared(), signatures, false, EightBit.isIn(signatures.shared()));
    }

    private CopySignatures written(Readable readable, Signers signers, Source source) {
        Message written = signers.forClear().map(signer -> SignedPlain.of(readable.post(), signer, readable.framing(), random)).orElse(readable.post());
        return source.clearly().signed(written);
    }
}

package org.chancery.protection;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpSealer;
import org.chancery.protection.smime.SmimeReader;
import org.chancery.protection.smime.SmimeSealer;
import org.jspecify.annotations.Nullable;

/// One post on its way to readers of both technologies: signed and encrypted once for each technology and class when the first reader of it
/// is there, then one public-key operation for each copy. May be used by several threads.
///
/// A reader gets a sealed copy or an exception; there is no plain one.
///
/// Example: `Sealing.of(post, Optional.empty(), Map.of(Technology.OPENPGP, signer), false, random).copyFor(reader).writeTo(out)`.
public final class Sealing {
    private final Message post;
    private final Message outer;
    private final Optional<Authored.Verbatim> verbatim;
    private final Map<Technology, EntitySigner> signers;
    private final Framing framing;
    private final boolean isHidden;
    private final SecureRandom random;
    private @Nullable OpenPgpSealer openPgp;
    private @Nullable SmimeSealer smime;

    private Sealing(Message post, Message outer, Optional<Authored.Verbatim> verbatim, Map<Technology, EntitySigner> signers, Framing framing,
            boolean isHidden, SecureRandom random) {
        this.post = post;
        this.outer = outer;
        this.verbatim = verbatim;
        this.signers = Map.copyOf(signers);
        this.framing = framing;
        this.isHidden = isHidden;
        this.random = random;
    }

    /// `post` is the post as it is distributed, `signers` the keys of the list with which it signs, none where it does not sign.
    /// With `verbatim`, readers of OpenPGP get these packets under the header of the post, encrypted again and otherwise unchanged: no
    /// signature of the list, nothing added. `isHidden`: copies of OpenPGP do not say for which key they are; S/MIME has no way to do that.
    public static Sealing of(Message post, Optional<Authored.Verbatim> verbatim, Map<Technology, EntitySigner> signers, boolean isHidden, SecureRandom random) {
        return new Sealing(post, post, verbatim, signers, Framing.NONE, isHidden, random);
    }

    /// The same under another header than that of the post: `header` is what may stand outside the encryption, and nothing of the post's own stands there besides.
    /// Subject, and what says the same, is taken out of it.
    public Sealing under(Message header) {
        return new Sealing(post, header, verbatim, signers, framing, isHidden, random);
    }

    /// The same, with what the list says around it; nothing of it where a reader gets `verbatim`.
    public Sealing framed(Framing said) {
        return new Sealing(post, outer, verbatim, signers, said, isHidden, random);
    }

    /// One public-key operation. Throws `IllegalStateException` when the reader's certificate cannot be encrypted to after all.
    public SealedCopy copyFor(Reader reader) {
        return switch (reader.technology()) {
            case OPENPGP -> openPgp().copyFor((OpenPgpReader) reader);
            case SMIME -> smime().copyFor((SmimeReader) reader);
        };
    }

    private synchronized OpenPgpSealer openPgp() {
        if (openPgp == null) {
            openPgp = verbatim.map(kept -> OpenPgpSealer.verbatim(header(kept), kept.packets(), isHidden, random))
                    .orElseGet(() -> OpenPgpSealer.prepare(payload(Technology.OPENPGP), isHidden, random));
        }
        return openPgp;
    }

    private synchronized SmimeSealer smime() {
        if (smime == null) {
            smime = SmimeSealer.prepare(payload(Technology.SMIME), random);
        }
        return smime;
    }

    /// Nothing can be put into these packets: a subject that stood in clear outside and is not inside stays outside, or nobody would read it.
    private byte[] header(Authored.Verbatim kept) {
        return (ProtectedHeader.of(kept).replaces("Subject") ? OuterHeader.of(outer, post) : OuterHeader.withSubject(outer)).octets();
    }

    private ProtectedPayload payload(Technology technology) {
        // Programs for OpenPGP have read a protected Subject for years, most of those for S/MIME have not.
        Message shown = technology == Technology.SMIME ? LegacyDisplay.added(post, outer) : post;
        return ProtectedPayload.encrypted(shown, OuterHeader.of(outer, post), Optional.ofNullable(signers.get(technology)), framing, random);
    }
}

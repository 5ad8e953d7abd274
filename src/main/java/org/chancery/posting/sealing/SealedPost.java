package org.chancery.posting.sealing;

import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PreparedPost;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.posting.CopyFields;
import org.chancery.posting.signing.CopySignatures;
import org.chancery.posting.signing.OneByOne;
import org.chancery.protection.Reader;
import org.chancery.protection.Sealing;

/// A post of a list that encrypts: a copy of its own for each member with a key, the clear form where the list allows it, nothing
/// otherwise. Holds the post in memory only; when it is prepared again it is opened and sealed again from what was received.
final class SealedPost implements PreparedPost {
    private static final String CANNOT_SIGN = "the list has no key with which it can sign for this address";

    private final Audience audience;
    /// What a post is held as while its copies are made: itself, what goes into the encryption, ciphertext for two classes, and their base64.
    private static final int TIMES = 8;

    private final Sealing sealing;
    private final int size;
    private final Signers signers;
    private final Clear clear;
    private final CopyFields fields;
    private final OneByOne signatures;
    private final InstantSource clock;

    /// The post as it goes to those who get no sealed copy; `octets` are empty where nobody may.
    record Clear(byte[] octets, CopySignatures signatures, boolean utf8, boolean eightBit) {}

    SealedPost(Audience audience, Sealing sealing, int size, Signers signers, Clear clear, CopyFields fields, OneByOne signatures, InstantSource clock) {
        this.audience = audience;
        this.sealing = sealing;
        this.size = size;
        this.signers = signers;
        this.clear = clear;
        this.fields = fields;
        this.signatures = signatures;
        this.clock = clock;
    }

    @Override
    public byte[] shared() {
        return clear.octets();
    }

    @Override
    public long octets() {
        return (long) TIMES * size + clear.octets().length;
    }

    @Override
    public CopyContent contentFor(OptionalLong membership, Address recipient) {
        return switch (audience.of(recipient, clock.instant())) {
            case Audience.Share.Sealed(Reader reader) when signers.lacks(reader.technology()) -> new CopyContent.NotYet(CANNOT_SIGN);
            case Audience.Share.Sealed(Reader reader) -> sealed(reader, membership);
            case Audience.Share.Clear() when signers.lacksAny() -> new CopyContent.NotYet(CANNOT_SIGN);
            case Audience.Share.Clear() -> new CopyContent.Shared(clear.signatures().onTop(fields.oneClick(membership)));
            case Audience.Share.Nothing(String why) -> withheld(why);
            case Audience.Share.Later(String why) -> new CopyContent.NotYet(why);
        };
    }

    private static CopyContent withheld(String why) {
        return new CopyContent.Withheld(MissedPosts.STATUS, MissedPosts.MARK + why);
    }

    private CopyContent sealed(Reader reader, OptionalLong membership) {
        List<byte[]> slices = sealing.copyFor(reader).slices();
        return new CopyContent.Sliced(signatures.onTop(slices, fields.oneClick(membership)), slices);
    }

    /// A sealed copy is ASCII inside; its header is not more than the post's.
    @Override
    public MailFrom returnPath(OptionalLong membership) {
        return fields.returnPath(membership, clear.utf8(), clear.eightBit());
    }

    @Override
    public String receipt() {
        return fields.passage().receipt();
    }
}

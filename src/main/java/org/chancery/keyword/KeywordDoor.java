package org.chancery.keyword;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.SignatureMemory;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.posting.LetterOpening;
import org.chancery.posting.Received;
import org.chancery.protection.Authored;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Encryption;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.OpenedMessage;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.Reader;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.subscription.commands.PlainCommands;

/// Opens mail to `LIST-request@` that is encrypted, before anything of it is stored.
///
/// Of whom the list has a key, obeyed is what was encrypted to the list, and signed inside, a week ago at most, with the key that the list has
/// for the one address in From, by a signature that no list of the site took before; and only when the answer can be encrypted and signed.
/// Of all others, who cannot sign like that, what consists of commands that they may as well give in clear: directories name the list's
/// key for `-request`, so their programs encrypt to it. Everything else is refused in one sentence, at whole steps of time, which does not say
/// what was wrong.
///
/// Strangers could send what they recorded of others, and learn from the answer what it said. So nothing of theirs counts that says inside that
/// it is from somebody else, that is signed by a person whom the list knows, or that could have been changed on the way.
///
/// Example: `door.look(received, message, list, author)` is [Look.Plain] for a mail in clear.
public final class KeywordDoor {
    private static final Set<Technology> BOTH = EnumSet.allOf(Technology.class);
    private final ListKeyrings keyrings;
    private final SignatureMemory memory;
    private final LetterOpening guard;

    public KeywordDoor(ListKeyrings keyrings, SignatureMemory memory, LetterOpening guard) {
        this.keyrings = keyrings;
        this.memory = memory;
        this.guard = guard;
    }

    /// What a mail to `-request` is.
    public sealed interface Look {
        String REFUSAL =
                "Encrypted mail to this address is obeyed when it is encrypted to the list and freshly signed inside with the key that the list has for its author, and once only; "
                + "people without a key here can send simple commands (help, join, key), and nothing besides them";

        /// Not encrypted, or the list has no key: other commands are meant.
        record Plain() implements Look {}

        record Refused() implements Look {}

        /// There is no room for more encrypted mail at the moment, or none for more from there.
        record Busy() implements Look {}

        record Open(Opened mail) implements Look {}

        /// Of somebody without a key here: commands that are obeyed as if they had come in clear. `shown`: the mail with what was inside.
        record Everybody(Message shown) implements Look {
            /// Nothing of the content, wherever it may be written.
            @Override
            public String toString() {
                return "Everybody[]";
            }
        }
    }

    public Look look(Received received, Message message, MailingList list, Mailbox author) {
        Instant receivedAt = received.at();
        ListKeyring keys = keyrings.of(list);
        Opener opener = keys.opener(BOTH, receivedAt);
        if (keys.fingerprints().isEmpty() || opener.encryption(message).isEmpty()) {
            return new Look.Plain();
        }
        return guard.<Look>of(received, list, () -> opened(opener.open(message, receivedAt, memory), message, receivedAt, keys, list, author), Look.Refused.class::isInstance)
                .orElseGet(Look.Busy::new);
    }

    private Look opened(Opening opening, Message message, Instant now, ListKeyring keys, MailingList list, Mailbox author) {
        boolean isKnown = keys.reader(author.address(), BOTH, now).isPresent();
        return isKnown ? judge(opening, message, now, keys, list, author) : unknown(opening, message, now, list, author);
    }

    private Look judge(Opening opening, Message message, Instant now, ListKeyring keys, MailingList list, Mailbox author) {
        Optional<Authored> authored = opening.authored();
        Map<Technology, EntitySigner> signers = keys.signers(now);
        Optional<Reader> reader = keys.reader(author.address(), signers.keySet(), now);
        if (authored.isEmpty() || reader.isEmpty() || !counts(opening.report(), list)) {
            return new Look.Refused();
        }
        return new Look.Open(new Opened(list, author, message, OpenedMessage.of(message, authored.get()), authored.get().payload().message().orThrow(),
                reader.get(), signers, memory.macs(opening.report()), opening.report()));
    }

    private static Look unknown(Opening opening, Message message, Instant now, MailingList list, Mailbox author) {
        return opening.authored()
                .filter(authored -> mayBeOwn(opening.report()) && isBy(author, authored))
                .map(authored -> OpenedMessage.of(message, authored))
                .filter(shown -> PlainCommands.areAll(list.address(), shown, now))
                .<Look>map(Look.Everybody::new).orElseGet(Look.Refused::new);
    }

    private static boolean mayBeOwn(CryptoReport report) {
        return !report.mayHaveBeenChanged() && switch (report.signature()) {
            case NONE, UNKNOWN, GOOD, INLINE_GOOD, WEAK, PARTIAL, EXPIRED -> true;
            case MISMATCH, REVOKED, COMPROMISED, BAD, REPLAY -> false;
        };
    }

    /// Programs that protect the header write From inside, too.
    private static boolean isBy(Mailbox author, Authored authored) {
        return switch (Authors.of(authored.payload().message().orThrow())) {
            case Authors.None _ -> true;
            case Authors.Single(Mailbox inside) -> inside.address().equals(author.address());
            case Authors.Several _, Authors.Malformed _ -> false;
        };
    }

    private static boolean counts(CryptoReport report, MailingList list) {
        boolean isGood = report.signature() == SignatureState.GOOD
                || (report.signature() == SignatureState.INLINE_GOOD && ProtectionPolicy.of(list.settings()).countsInline());
        return report.encryption() == Encryption.LIST && isGood;
    }
}

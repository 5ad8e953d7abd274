package org.chancery.keyword;

import java.util.List;
import java.util.Optional;
import org.chancery.keyring.Fingerprint;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;

/// One command of a signed and encrypted mail, read. Empty addresses stand for the signer.
///
/// Example: the line `resend-encrypted ann@example.net` is `new Resend(List.of(ann), Manner.ENCRYPTED, false)`.
public sealed interface Keyword {

    record Help() implements Keyword {}

    /// Of the server.
    record Version() implements Keyword {}

    /// What happened on the list.
    record Log() implements Keyword {}

    /// The members, or those whose address contains a text (in lower case).
    record Members(String containing) implements Keyword {}

    /// Besides, `key` is named, which alone brings it nowhere; with `isOwner` the address becomes an owner, too, and `delivery` says whether posts are sent.
    record Subscribe(Address address, Optional<Fingerprint> key, boolean isOwner, Optional<Boolean> delivery) implements Keyword {}

    record Unsubscribe(Optional<Address> address) implements Keyword {}

    /// Of the keys that the mail brings along, each is challenged.
    record KeyAdd(Optional<Address> of) implements Keyword {}

    record KeyList(Optional<Address> of) implements Keyword {}

    /// Those of everybody, or of those whose address contains a text.
    record KeyListAll(String containing) implements Keyword {}

    /// Without an address those of the list.
    record KeyGet(Optional<Address> of) implements Keyword {}

    /// From the Web Key Directory of the member's domain.
    record KeyFetch(Address of, Optional<Fingerprint> wanted) implements Keyword {}

    record KeyPrefer(Technology technology) implements Keyword {}

    /// The word for a key that was proved and waits.
    record KeySet(Optional<Address> of, Fingerprint key) implements Keyword {}

    /// Takes the keys of a technology, or all, out of force.
    record KeyRevoke(Optional<Address> of, Optional<Technology> technology) implements Keyword {}

    /// Takes this key out of force, or off its way, whosever it is.
    record KeyRevokeNamed(Fingerprint key) implements Keyword {}

    /// An owner's word for a key that waits.
    record KeyApprove(Address of) implements Keyword {}

    /// The opposite.
    record KeyRefuse(Optional<Address> of) implements Keyword {}

    /// What stands below the commands goes to outsiders, from the list. `isTogether`: one mail in which they see each other, else one each.
    record Resend(List<Address> to, Manner manner, boolean isTogether) implements Keyword {
        public Resend {
            to = List.copyOf(to);
        }
    }

    /// What is resent takes the keys of the list along.
    record AttachListKey() implements Keyword {}

    /// The list signs the attachments, or the text below the commands where there are none.
    record SignThis() implements Keyword {}

    /// How a mail is resent.
    enum Manner {
        /// Encrypted where the list knows a key; else in clear, on lists that let posts out in clear.
        AS_POSSIBLE,
        ENCRYPTED,
        CLEAR
    }
}

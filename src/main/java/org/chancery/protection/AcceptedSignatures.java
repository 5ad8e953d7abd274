package org.chancery.protection;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.secrets.Secret;

/// Port: what came to the site before, told by its signatures and by what it was encrypted with. The store keeps a MAC of each, never the value.
///
/// One that stands for a destination ([#addressed]) knows besides what came to that very destination: who wrote inside to two of them means both.
@FunctionalInterface
public interface AcceptedSignatures {
    /// Remembers nothing: for `diagnose`, and for what was accepted already and is opened again.
    AcceptedSignatures NONE = _ -> false;

    /// Has some list of the site accepted this signature?
    boolean contains(SignatureValue value);

    /// Whom the author wrote to, as far as he protected it: the addresses of To and Cc inside. Without a destination nobody can tell.
    default Addressed addressed(List<Address> inside) {
        return Addressed.UNSAID;
    }

    /// For somebody whom the author named inside himself, only what came to that destination counts.
    default boolean contains(SignatureValue value, Addressed addressed) {
        return contains(value);
    }

    /// What is known of an encryption from its content-encryption key, which nobody can change who does not know it, while headers, armour and
    /// the wrapping of the key are everybody's to write anew. Empty where nothing is remembered.
    default Optional<ContentMark> mark(Secret contentKey) {
        return Optional.empty();
    }

    /// Did keys of some list open this before?
    default boolean contains(ContentMark mark, Addressed addressed) {
        return false;
    }
}

package org.chancery.protection;

import java.util.List;
import org.chancery.mail.Part;

/// OpenPGP or S/MIME, with the keys of one list and the certificates of its members.
///
/// Hostile input comes in here: an implementation answers with a value whatever the octets are, within [ProtectionLimits].
public interface Scheme {
    Technology technology();

    /// `openpgp` or `smime`.
    default String word() {
        return technology().word();
    }

    /// How this one entity is protected; its children are not looked into.
    Shape recognise(Part entity);

    /// Opens or verifies what [#recognise] found.
    Unwrapped unwrap(Shape.Enclosed enclosed, Circumstances circumstances);

    /// One finding for each signature; at least one.
    List<SignatureFinding> verify(Shape.Detached detached, Circumstances circumstances);
}

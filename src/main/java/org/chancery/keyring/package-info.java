/// The keys of lists and of their members: where they come from, who says that they count, and until when.
///
/// `protection` knows what a key can do; this room knows whose it is. Obeys the life cycle of RFC 9580 certificates and of X.509
/// certificates as far as their owners state it, and its own rules for who may change a binding: nobody by a mere login.
///
/// Start reading at `ListKeyring`: everything that opening and sealing a post needs.
@NullMarked
package org.chancery.keyring;

import org.jspecify.annotations.NullMarked;

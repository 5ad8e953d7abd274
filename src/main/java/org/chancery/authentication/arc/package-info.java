/// ARC: what the hops before us saw when the message still was as its author sent it, chained by their signatures; and the
/// set that we add.
///
/// Obeys RFC 8617; signatures, keys and canonical forms are those of RFC 6376 in the package beside this one.
///
/// Why: a list that changes a message breaks the author's DKIM signature. The seal says what we had verified before.
///
/// It does NOT say that a chain may be believed: anybody can seal anything, so a pass counts only if the sealer is trusted.
///
/// Start reading at [org.chancery.authentication.arc.ArcValidator], then [org.chancery.authentication.arc.ArcSealer].
@NullMarked
package org.chancery.authentication.arc;

import org.jspecify.annotations.NullMarked;

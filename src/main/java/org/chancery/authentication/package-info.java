/// What is known about where a message comes from, and how well.
///
/// Obeys RFC 8601 (authentication results, whose words [org.chancery.authentication.Result] uses),
/// RFC 7208, RFC 6376, RFC 9989 and RFC 8617 through the packages below that produce the evidence.
///
/// Why: evidence is not a decision. This package only establishes facts, each with the source that vouches for it;
/// `policy` only decides, from facts already collected. Mixing the two is how a valid signature of a stranger
/// came to open lists elsewhere.
///
/// It does NOT decide anything, and the types here do no I/O; the verifiers stand in the packages below.
///
/// Start reading at [org.chancery.authentication.Evidence], then [org.chancery.authentication.ProofLevel].
@NullMarked
package org.chancery.authentication;

import org.jspecify.annotations.NullMarked;

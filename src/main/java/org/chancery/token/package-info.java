/// Signed tokens: short, self-contained proofs that an address or a link was made by this site.
///
/// A token holds a purpose, a subject and a MAC (HMAC-SHA-256, RFC 2104, cut to length), in lower-case base32
/// (RFC 4648 section 6) because local parts get lower-cased on their way. Nothing is stored for a token, and a plain
/// hash is never used. The package does not decide what a token permits. Start reading at [BounceTokens].
@NullMarked
package org.chancery.token;

import org.jspecify.annotations.NullMarked;

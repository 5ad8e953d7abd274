/// DKIM: which domains put their signature under a message, and does it still hold; and the signatures that we put.
///
/// Obeys RFC 6376, RFC 8301 (no SHA-1, RSA keys of 1,024 bits and more), RFC 8463 (Ed25519) and RFC 8616 (names that are
/// not ASCII); for old archives only also RFC 4870 (DomainKeys).
///
/// Why: a signature says that a domain answers for the message. It is evidence, never more: any stranger can sign
/// what he sends. The octets that were received are hashed as they are, never a message put together again.
///
/// It does NOT say whether the signing domain is that of the author (DMARC does), decides nothing, and holds no keys of
/// this site on a disk. ARC, in the package beside this one, uses the same canonical forms, tag lists and key records.
///
/// Start reading at [org.chancery.authentication.dkim.DkimVerifier], then [org.chancery.authentication.dkim.SignatureCheck].
@NullMarked
package org.chancery.authentication.dkim;

import org.jspecify.annotations.NullMarked;

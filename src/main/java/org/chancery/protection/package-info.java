/// Opening and sealing: what of a post was encrypted and signed, and by whom; and copies that only their reader can open.
///
/// Obeys RFC 1847 (security multiparts), RFC 9788 (protected headers); `openpgp` RFC 9580 and RFC 3156, `smime` RFC 5652 and RFC 8551.
///
/// A list that opens mail and writes it anew is a machine that turns forged mail into trusted mail unless it is exact about what a
/// signature covers. So every judgement is made on byte ranges of what was received, a part of the payload never speaks for the
/// whole, nothing of a decrypted text is looked at before its integrity was checked to the end, and all failures to open look alike
/// from outside ([Opening#REFUSAL]). [AlgorithmPolicy] is the one place that says which algorithms count.
///
/// It decides nothing about a post (that is `policy`), fetches nothing, keeps nothing on disk, and knows no members: who may use which
/// certificate is told by the keyring that is handed in.
///
/// Start reading at [Opener], then [Shape], then the two [Scheme]s; [OpenedMessage] is what goes on; for the way out at [Sealing], then
/// [ProtectedPayload] and [SharedTail].
@NullMarked
package org.chancery.protection;

import org.jspecify.annotations.NullMarked;

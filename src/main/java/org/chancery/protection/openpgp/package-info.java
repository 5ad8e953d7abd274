/// OpenPGP (RFC 9580) in mail (RFC 3156): certificates, messages, signatures, and list keys.
///
/// Packets and ciphers are Bouncy Castle's. What is ours is what a mail server must be strict about: the grammar of a message, limits
/// before anything is unpacked, integrity before use, and what a certificate says about itself at a time (bindings, revocations,
/// expiry), so that a signature is good only for somebody who was allowed to make it. Key material of GnuPG's age is served first:
/// version 4 keys in the encodings it knows.
///
/// It has no web of trust and asks no key server: a certificate counts because somebody put it into the keyring.
///
/// Start reading at [OpenPgpScheme], then [MessageReader] and [OpenPgpCertificate].
@NullMarked
package org.chancery.protection.openpgp;

import org.jspecify.annotations.NullMarked;

/// S/MIME 4.0 (RFC 8551) on CMS (RFC 5652, RFC 5083): enveloped, signed, and the trust in certificates (RFC 5280).
///
/// Structures and ciphers are Bouncy Castle's, the path to an anchor is the JDK's. What is ours: which content type an entity really
/// has, that a detached signature covers the part beside it and nothing that it brings along, and that a certificate is for mail, for
/// signing, and for the address in From. Anchors are those of one list; the web's are of no interest.
///
/// It fetches nothing: revocation lists come with the keyring.
///
/// Start reading at [SmimeScheme].
@NullMarked
package org.chancery.protection.smime;

import org.jspecify.annotations.NullMarked;

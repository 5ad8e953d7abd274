/// SPF: may the host that sends this message use that domain as its own?
///
/// Obeys RFC 7208 in full, and RFC 8616 section 4 (internationalised sender addresses).
///
/// Why: the path a message came by is one of two ways to hold a domain responsible for it (the other is DKIM). Each
/// result keeps the words of the standard, and "could not find out" (temperror) never turns into "no" (fail).
///
/// A record is hostile input. It is parsed whole before any of it is evaluated ([SpfRecordParser]), and one check asks the DNS
/// for at most ten terms and twenty seconds ([Evaluation]).
///
/// It does NOT decide about a message, keeps nothing between two checks, and does not send or read mail.
///
/// Start reading at [SpfVerifier], then [SpfRecord], then [Evaluation].
@NullMarked
package org.chancery.authentication.spf;

import org.jspecify.annotations.NullMarked;

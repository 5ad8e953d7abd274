/// Mail as values: addresses, envelope, message, header fields and MIME parts.
///
/// Obeys RFC 5321 section 4.1, RFC 5322, RFC 6532, RFC 2045 to RFC 2047, RFC 2049, RFC 2231 and RFC 5890.
///
/// A list server lives on other people's bytes. Signatures (DKIM, RFC 1847) break when one of them changes, and
/// holes open when two readers see different things in the same bytes. Therefore [Message] is an immutable view
/// over what was received: every header field and every part is a byte range, an edit copies everything that it
/// does not name, and all text that we write ourselves goes through one writer, [HeaderField], that cannot let
/// CR, LF or NUL into a value. There is one address type, parsed once, and hostile input comes back as
/// [Parsed.Malformed], never as an exception. The limits stand inside the readers ([MimeLimits]).
///
/// It does no I/O, knows no lists, decides nothing, renders no HTML, and repairs nothing: a defect is
/// reported, the bytes stay.
///
/// Start reading at [Message], then `MimeReader`, then [HeaderField].
@NullMarked
package org.chancery.mail;

import org.jspecify.annotations.NullMarked;

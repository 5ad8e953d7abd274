/// What stands in a post, for eyes and for rules: its readable text, whether it is sealed, and what of it an owner lets through.
///
/// RFC 2045, RFC 2046, RFC 2183, RFC 1847, RFC 3156, RFC 8551 section 3.2 and RFC 9580 section 6.2 (the armour lines only).
///
/// A digest in plain text, a moderator's mail and answers to commands all have to show mail of strangers as text, in any
/// charset, with attachments named instead of carried; an owner may want fewer kinds of content on a list. Both read parts
/// the same way, so they live together. Everything here is a function of a message: it is never thrown off by malformed
/// mail, and its limits stand inside.
///
/// It opens nothing that is encrypted, verifies nothing, sends nothing, and knows no lists.
///
/// Start reading at [PlainRendering], then [ContentFilter].
@NullMarked
package org.chancery.content;

import org.jspecify.annotations.NullMarked;

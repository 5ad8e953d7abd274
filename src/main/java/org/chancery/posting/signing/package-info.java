/// The signatures of the lists: which keys a domain has, and what each copy of a post gets on top.
///
/// Obeys RFC 6376, RFC 8463 (two algorithms), RFC 8617 section 5.1 (seal last) and RFC 8058 section 4 (the one-click fields are signed).
///
/// Why: a copy that the list has changed is vouched for by nobody but the list. What is the same in all copies is signed once for the post;
/// only copies with a link of their own get signatures of their own, over the body hash that all share.
///
/// It does NOT touch a signature of the author, publishes nothing in the DNS, and signs nothing for a domain without keys.
///
/// Start reading at [org.chancery.posting.signing.CopySignatures], then [org.chancery.posting.signing.KeyCabinet].
@NullMarked
package org.chancery.posting.signing;

import org.jspecify.annotations.NullMarked;

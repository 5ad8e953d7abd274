/// What a list does to a post before it goes out: small functions from [org.chancery.mail.Message] to Message, in one order.
///
/// RFC 2369, RFC 2919, RFC 5064, RFC 8058 and RFC 5321 section 4.4. Copy on write: a part that is not touched is emitted byte for
/// byte, so that signatures survive wherever the owner asks for no change. Nothing here decides or delivers.
/// Start reading at [Transforms].
@NullMarked
package org.chancery.posting.transform;

import org.jspecify.annotations.NullMarked;

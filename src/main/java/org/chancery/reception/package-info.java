/// Receive: the handler behind the SMTP listeners. An address says which line incoming mail walks.
///
/// RFC 5321 (codes), RFC 3463 (enhanced status), RFC 2033 (LMTP), RFC 2142 (role addresses). It turns an SMTP transaction into
/// [org.chancery.posting.Received] and dispositions back into replies; it decides nothing about posts itself.
/// Start reading at [Addressee].
@NullMarked
package org.chancery.reception;

import org.jspecify.annotations.NullMarked;

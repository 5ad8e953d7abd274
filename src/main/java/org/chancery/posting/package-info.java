/// The line: receive, parse, authenticate, authorise, commit; then transform, seal and distribute.
///
/// RFC 5598 words. The one durable moment is [Receipts#commit]. It does no SMTP (that is `smtp` and `delivery`) and holds no
/// rules of its own (that is `policy`). Start reading at `Posting`.
@NullMarked
package org.chancery.posting;

import org.jspecify.annotations.NullMarked;

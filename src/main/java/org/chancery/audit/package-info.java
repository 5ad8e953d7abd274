/// The hash-chained log of administrative, moderating and security acts.
///
/// An [Act] is written in the same transaction as what it tells of, so that there is no act without its entry
/// and no entry without its act. It is not a mail log: what happens to posts is told by `explain`.
/// Start reading at [AuditChain].
@NullMarked
package org.chancery.audit;

import org.jspecify.annotations.NullMarked;

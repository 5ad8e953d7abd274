/// Distribute and deliver: the queue, the retry schedule and the couriers.
///
/// RFC 5321 section 4.5.4 (retries), RFC 3463 (status). Nothing is written per delivery: a delivered recipient is one
/// bit of its chunk, only a deferred one becomes a row. It decides nothing about who may post, and does not
/// change messages (that is `posting`). Start reading at [Queue].
@NullMarked
package org.chancery.delivery;

import org.jspecify.annotations.NullMarked;

/// Named places where a test may end or fail the process: each commit and each send boundary has one.
///
/// Exists so that "0 lost at every boundary" can be swept instead of hoped for. It is armed by a system property at the start
/// of the process only, and costs one constant test when it is not. It decides nothing and is used by `store` and `delivery`.
/// Start reading at [Failpoints].
@NullMarked
package org.chancery.failpoint;

import org.jspecify.annotations.NullMarked;

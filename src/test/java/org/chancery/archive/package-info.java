/// Threads and digests as promises, and the digest readers that hold the digests to RFC 1153 and RFC 2046.
@NullMarked
package org.chancery.archive;

import org.jspecify.annotations.NullMarked;

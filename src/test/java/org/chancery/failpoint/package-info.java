/// The sweep that every failpoint is real.
@NullMarked
package org.chancery.failpoint;

import org.jspecify.annotations.NullMarked;

/// The keys of lists and members, on a real store and against programs that are not ours.
@NullMarked
package org.chancery.keyring;

import org.jspecify.annotations.NullMarked;

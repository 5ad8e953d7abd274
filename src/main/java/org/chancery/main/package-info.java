/// The entry point: puts the commands of all rooms behind one name.
///
/// It exists apart so that `server` need not know `demo` and `bench`, which stand on it. It does nothing else.
@NullMarked
package org.chancery.main;

import org.jspecify.annotations.NullMarked;

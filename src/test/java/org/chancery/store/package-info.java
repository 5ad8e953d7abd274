/// Contract tests of the ports, each run on SQLite and on PostgreSQL, and tests of what only the store promises.
@NullMarked
package org.chancery.store;

import org.jspecify.annotations.NullMarked;

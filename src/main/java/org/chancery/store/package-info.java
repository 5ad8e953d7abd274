/// The store: every port of the other packages on JDBC, over SQLite or PostgreSQL, with one schema.
///
/// Exists so that a 250 means "on stable storage" and nothing else does. One idea carries it: callers hand small units of
/// work to a writer that commits many of them at once ([GroupWriter]); a reader never waits for a commit.
/// It decides nothing about mail, knows no SMTP and keeps no truth in memory. Only this package imports `java.sql`.
/// Start reading at [Stores], then [GroupWriter], then `src/main/resources/db`.
@NullMarked
package org.chancery.store;

import org.jspecify.annotations.NullMarked;

package org.chancery.store;

import java.sql.SQLException;

/// Some reading or writing on one connection. A unit of writing may be run again after a rollback,
/// so it does nothing but use its session.
@FunctionalInterface
interface Work<T> {
    T on(Session session) throws SQLException;
}

package org.chancery.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Opens connections that are set up and checked; tests put a failing one around it.
@FunctionalInterface
interface Connector {
    Connection connect() throws SQLException;
}

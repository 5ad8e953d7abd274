package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Makes one value of the row the result set stands on; columns are counted from 1.
@FunctionalInterface
interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
}

package org.chancery.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// One transaction over a group of units, and what becomes of them when it fails.
final class Attempt {
    private final Dialect dialect;
    private final List<Unit<?>> units;
    private final List<Unit<?>> toRepeat = new ArrayList<>();
    private boolean committing;

    Attempt(Dialect dialect, List<Unit<?>> units) {
        this.dialect = dialect;
        this.units = units;
        units.forEach(Unit::begin);
    }

    int size() {
        return units.size();
    }

    /// What is to be run again, each alone.
    List<Unit<?>> toRepeat() {
        return toRepeat;
    }

    void run(Session session) throws SQLException {
        if (!haveAllRun(session) && units.size() > 1) {
            for (Unit<?> unit : units) {
                runBesideOthers(session, unit);
            }
        }
        GroupWriter.failpoint(units, ".before-commit");
        committing = true;
        session.control("COMMIT");
        GroupWriter.failpoint(units, ".after-commit");
    }

    /// Tells the callers, once [#run] has returned.
    void answer() {
        units.forEach(Unit::settle);
    }

    /// Without savepoints, because units hardly ever fail and two statements for each are a tenth of its price. When one does,
    /// nothing of the group is left and a new transaction has begun.
    private boolean haveAllRun(Session session) throws SQLException {
        session.control(dialect.begin);
        for (Unit<?> unit : units) {
            if (!unit.run(session, dialect)) {
                session.control("ROLLBACK");
                session.control(dialect.begin);
                return false;
            }
        }
        return true;
    }

    private void runBesideOthers(Session session, Unit<?> unit) throws SQLException {
        session.control("SAVEPOINT unit");
        if (!unit.run(session, dialect)) {
            session.control("ROLLBACK TO SAVEPOINT unit");
        }
        session.control("RELEASE SAVEPOINT unit");
    }

    void fail(StoreException refusal) {
        units.forEach(unit -> unit.fail(refusal));
    }

    void repeat(int tries, Exception cause) {
        for (Unit<?> unit : units) {
            if (unit.tries() < tries) {
                toRepeat.add(unit);
            } else {
                unit.fail(new StoreException(StoreException.Kind.TEMPORARY, "work of others was in the way", cause));
            }
        }
    }

    /// A commit that was under way may have happened: only what may be repeated is.
    void repeatAfterCut(Exception cause) {
        for (Unit<?> unit : units) {
            if (unit.tries() < 2 && (unit.repeatable() || !committing)) {
                toRepeat.add(unit);
            } else {
                String what = committing ? "the database went away during the commit" : "the database is away";
                unit.fail(new StoreException(StoreException.Kind.TEMPORARY, what, cause));
            }
        }
    }

    /// False when the session cannot be used any more.
    boolean rollback(Session session) {
        try {
            session.control("ROLLBACK");
            return true;
        } catch (SQLException _) {
            // SQLite rolls back by itself after some faults; a new connection is sure to be clean.
            return false;
        }
    }
}

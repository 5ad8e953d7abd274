package org.chancery.server;

/// One thing that `chancery check` looked at: how it stands, and what to do about it.
///
/// Example: `new Finding(Level.WARN, "dns.spf example.org", "no SPF record; publish \"v=spf1 mx -all\"")`.
record Finding(Level level, String subject, String sentence) {
    enum Level {
        OK,
        /// Works, but somebody will be unhappy.
        WARN,
        /// Does not work.
        FAIL
    }

    static Finding ok(String subject, String sentence) {
        return new Finding(Level.OK, subject, sentence);
    }

    static Finding warn(String subject, String sentence) {
        return new Finding(Level.WARN, subject, sentence);
    }

    static Finding fail(String subject, String sentence) {
        return new Finding(Level.FAIL, subject, sentence);
    }
}

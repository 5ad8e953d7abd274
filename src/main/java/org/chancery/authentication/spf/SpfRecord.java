package org.chancery.authentication.spf;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.authentication.host.Network;
import org.chancery.mail.Parsed;

/// A record, parsed whole (RFC 7208 sections 4.6 and 12). Unknown modifiers were checked and are not kept.
///
/// Example: `SpfRecord.parse("v=spf1 mx ip4:192.0.2.0/24 -all")`.
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
    private static final String VERSION = "v=spf1";

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /// A mechanism, the result that it gives when it matches, and how it was written.
    record Directive(Result result, Mechanism mechanism, String text) {}

    /// RFC 7208 section 5. A target that is absent is the domain that is being checked.
    sealed interface Mechanism {
        record All() implements Mechanism {}

        record Include(MacroString target) implements Mechanism {}

        record A(Optional<MacroString> target, DualPrefix prefix) implements Mechanism {}

        record Mx(Optional<MacroString> target, DualPrefix prefix) implements Mechanism {}

        record Ptr(Optional<MacroString> target) implements Mechanism {}

        record Ip(Network network) implements Mechanism {}

        record Exists(MacroString target) implements Mechanism {}
    }

    /// `dual-cidr-length`: how many leading bits count, for IPv4 (0 to 32) and IPv6 (0 to 128).
    record DualPrefix(int four, int six) {}

    /// RFC 7208 section 4.5: other TXT records of the name are none of our business.
    static boolean isOne(String txt) {
        return txt.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (txt.length() == VERSION.length() || txt.charAt(VERSION.length()) == ' ');
    }

    /// `txt` is a record by [#isOne].
    static Parsed<SpfRecord> parse(String txt) {
        return new SpfRecordParser(txt).parse(VERSION.length());
    }
}

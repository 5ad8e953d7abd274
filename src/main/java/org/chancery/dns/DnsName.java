package org.chancery.dns;

import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Names between our form (one character per octet, dots between labels, nothing escaped)
/// and that of the library.
final class DnsName {
    private DnsName() {}

    /// Empty if the text cannot stand in a DNS message (RFC 1035 section 2.3.4).
    static Optional<Name> encode(String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                return Optional.empty();
            }
            escaped.append(isPlain(c) ? String.valueOf(c) : String.format(Locale.ROOT, "\\%03d", (int) c));
        }
        try {
            return Optional.of(Name.fromString(escaped.toString(), Name.root));
        } catch (TextParseException tooLongOrEmptyLabel) {
            return Optional.empty();
        }
    }

    /// Without the final dot, in lower case; the root is `.`. Octets that no host name has come out escaped
    /// (RFC 1035 section 5.1), so that a hostile answer cannot put a line end into a log.
    static String decode(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(char c) {
        return c == '.' || c == '-' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }
}

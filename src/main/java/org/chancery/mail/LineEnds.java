package org.chancery.mail;

import java.util.ArrayList;
import java.util.List;

/// Says which line ends of a message are not CRLF (RFC 5322 section 2.3). On the wire such a message is refused;
/// here it is only reported.
final class LineEnds {
    private LineEnds() {}

    static List<String> defects(byte[] bytes) {
        boolean bareLf = false;
        boolean bareCr = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                bareLf |= i == 0 || bytes[i - 1] != '\r';
            } else if (bytes[i] == '\r') {
                bareCr |= i + 1 == bytes.length || bytes[i + 1] != '\n';
            }
        }
        List<String> defects = new ArrayList<>(0);
        if (bareLf) {
            defects.add(Defect.BARE_LF);
        }
        if (bareCr) {
            defects.add(Defect.BARE_CR);
        }
        return defects;
    }
}

package org.chancery.smtp;

/// The rule of [ContentReader] for content that was not delimited by lines: no bare CR or LF, no NUL. BDAT could
/// carry them, but the members we send to may get the message by DATA.
final class LineEnds {
    private LineEnds() {}

    static void check(MessageBuffer content) {
        byte[] b = content.contentSoFar();
        int size = content.size();
        boolean nul = false;
        for (int i = 0; i < size; i++) {
            if ((b[i] & 0xff) > '\r') {
                continue;
            }
            if (b[i] == '\r' && i + 1 < size && b[i + 1] == '\n') {
                i++;
            } else if (b[i] == '\r' || b[i] == '\n') {
                content.fail(MessageBuffer.Fault.BARE_LINE_END);
                return;
            } else if (b[i] == 0) {
                nul = true;
            }
        }
        if (nul) {
            content.fail(MessageBuffer.Fault.HOLDS_NUL);
        }
    }
}

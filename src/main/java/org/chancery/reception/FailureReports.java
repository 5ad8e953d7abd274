package org.chancery.reception;

import java.util.Locale;
import java.util.regex.Pattern;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// Reads one thing of a delivery report (RFC 3464 section 2.3.4): whether something failed for good. What is not written in that
/// form says nothing.
final class FailureReports {
    private static final Pattern FINAL = Pattern.compile("(?m)^status:[ \t]*5\\.[0-9]{1,3}\\.[0-9]{1,3}");

    private FailureReports() {}

    static boolean isFinal(Message message) {
        return isFinal(message.root());
    }

    private static boolean isFinal(Part part) {
        boolean report = part.type().is("message", "delivery-status");
        return (report && FINAL.matcher(part.text().toLowerCase(Locale.ROOT)).find()) || part.parts().stream().anyMatch(FailureReports::isFinal);
    }
}

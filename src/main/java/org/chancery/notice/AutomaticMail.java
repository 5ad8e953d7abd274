package org.chancery.notice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// The gate before everything that answers: is this mail from a machine (RFC 3834 section 2, RFC 5230 section 4.6)?
///
/// Example: `AutomaticMail.reason(message, returnPath).isPresent()` for a vacation notice.
public final class AutomaticMail {
    private static final Set<String> PRECEDENCE = Set.of("bulk", "junk", "list", "auto_reply", "auto-reply");
    private static final List<String> LIST_FIELDS =
            List.of("List-Id", "List-Post", "List-Unsubscribe", "List-Help", "List-Subscribe", "List-Owner", "List-Archive", "Mailing-List", "X-Loop");
    private static final List<String> RESPONDER_FIELDS =
            List.of("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Response", "X-Failed-Recipients");
    private static final Set<String> MACHINES =
            Set.of("mailer-daemon", "postmaster", "majordomo", "listserv", "mailman", "sympa", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces", "root", "nobody", "daemon");

    private AutomaticMail() {}

    /// Why it must not be answered; empty when a person wrote it. `returnPath` empty is the null sender.
    public static Optional<String> reason(Message message, Optional<Address> returnPath) {
        if (returnPath.isEmpty()) {
            return Optional.of("null sender");
        }
        if (isMachine(returnPath.get())) {
            return Optional.of("sender is a machine");
        }
        return inHeader(message);
    }

    private static boolean isMachine(Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        return MACHINES.contains(local) || local.startsWith("owner-") || local.endsWith("-request") || local.endsWith("-bounces")
                || local.endsWith("-owner") || local.endsWith("-relay") || local.contains("-bounces+") || local.startsWith("bounce-")
                || local.startsWith("bounces+") || local.startsWith("noreply") || local.startsWith("no-reply");
    }

    private static Optional<String> inHeader(Message message) {
        if (value(message, "Auto-Submitted").filter(value -> !value.equals("no") && !value.startsWith("no;")).isPresent()) {
            return Optional.of("Auto-Submitted");
        }
        if (value(message, "Precedence").filter(PRECEDENCE::contains).isPresent()) {
            return Optional.of("Precedence");
        }
        if (message.root().type().is("multipart", "report")) {
            return Optional.of("multipart/report");
        }
        return java.util.stream.Stream.concat(LIST_FIELDS.stream(), RESPONDER_FIELDS.stream())
                .filter(name -> message.headers().first(name).isPresent())
                .findFirst();
    }

    private static Optional<String> value(Message message, String name) {
        return message.headers().first(name).map(Header::value).map(value -> value.strip().toLowerCase(Locale.ROOT));
    }
}

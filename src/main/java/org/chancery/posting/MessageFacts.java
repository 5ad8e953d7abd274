package org.chancery.posting;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.policy.FactName;
import org.chancery.policy.FactsBuilder;
import org.chancery.posting.transform.Transforms;

/// Facts that stand in the message itself. All of them are said by the sender, so they may only ever lower what a post is
/// allowed; the register in [FactName] says so and the analyser of policies holds to it.
final class MessageFacts {
    /// RFC 3834 section 2 and what autoresponders wrote before it.
    private static final Set<String> AUTOMATIC_PRECEDENCE = Set.of("bulk", "junk", "auto_reply");
    private static final Pattern COMMAND =
            Pattern.compile("(?i)\\s*(un)?subscribe(\\s.{0,80})?|\\s*(sign ?off|leave|join|remove me|help|set \\w+)[.!]?\\s*");
    private final Message message;

    MessageFacts(Message message) {
        this.message = message;
    }

    void addTo(FactsBuilder facts, MailingList list) {
        facts.sizeOctets(message.size())
                .recipients(Math.max(1, VisibleRecipients.of(message).size()))
                .has(FactName.AUTOMATIC_MAIL, isAutomatic())
                .has(FactName.VIA_ANOTHER_LIST, isViaAnotherList(list))
                .has(FactName.HIDDEN_RECIPIENTS, !VisibleRecipients.of(message).contains(list.address()))
                .has(FactName.SUBJECT_EMPTY, subject().isBlank())
                .has(FactName.COMMAND, COMMAND.matcher(subject()).matches())
                .has(FactName.ATTACHMENTS, leaves(message.root()).anyMatch(Part::isAttachment))
                .has(FactName.MAIL_LOOP, hasPassed(list))
                .has(FactName.TOO_MANY_HOPS, hasTooManyHops(list));
        leaves(message.root()).map(part -> part.type().type() + "/" + part.type().subtype()).forEach(facts::contentType);
    }

    /// Held as a loop, though not with so many hops that the server refuses outright.
    private boolean hasTooManyHops(MailingList list) {
        int most = list.settings().number(Setting.MAX_HOPS);
        return most > 0 && message.headers().count("Received") > most;
    }

    private String subject() {
        return message.headers().first("Subject").map(Header::text).orElse("");
    }

    private boolean isAutomatic() {
        return header("Auto-Submitted").filter(value -> !value.startsWith("no")).isPresent()
                || header("Precedence").filter(AUTOMATIC_PRECEDENCE::contains).isPresent()
                || header("X-Autoreply").isPresent()
                || (message.root().type().is("multipart", "report"));
    }

    private boolean isViaAnotherList(MailingList list) {
        return header("Mailing-List").isPresent()
                || header("List-Id").filter(value -> !value.contains("<" + list.listId().toLowerCase(Locale.ROOT) + ">")).isPresent();
    }

    /// Our own List-Id (RFC 2919) or loop mark came back. The mark outlives other lists, which put their List-Id in the
    /// place of ours.
    private boolean hasPassed(MailingList list) {
        String own = "<" + list.listId().toLowerCase(Locale.ROOT) + ">";
        return message.headers().all("List-Id").stream().anyMatch(header -> header.value().toLowerCase(Locale.ROOT).contains(own))
                || message.headers().all(Transforms.LOOP_MARK).stream().anyMatch(header -> header.value().equalsIgnoreCase(list.address().toString()));
    }

    private Optional<String> header(String name) {
        return message.headers().first(name).map(header -> header.value().strip().toLowerCase(Locale.ROOT));
    }

    private static Stream<Part> leaves(Part part) {
        return part.parts().isEmpty() ? Stream.of(part) : part.parts().stream().flatMap(MessageFacts::leaves);
    }
}

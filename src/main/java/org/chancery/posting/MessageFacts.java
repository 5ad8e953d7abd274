package org.chancery.posting;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.content.ContentFilter;
import org.chancery.content.FilterRules;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.policy.FactName;
import org.chancery.policy.FactsBuilder;
import org.chancery.posting.Judges.Prepared;

/// Facts that stand in the message itself. All of them are said by the sender, so they may only ever lower what a post is
/// allowed; the register in [FactName] says so and the analyser of policies holds to it.
final class MessageFacts {
    /// RFC 3834 section 2 and what autoresponders wrote before it.
    private static final Set<String> AUTOMATIC_PRECEDENCE = Set.of("bulk", "junk", "auto_reply");
    private final Message message;

    MessageFacts(Message message) {
        this.message = message;
    }

    void addTo(FactsBuilder facts, MailingList list, Prepared prepared) {
        facts.sizeOctets(message.size())
                .recipients(Math.max(1, VisibleRecipients.of(message).size()))
                .has(FactName.AUTOMATIC_MAIL, isAutomatic(message))
                .has(FactName.VIA_ANOTHER_LIST, isViaAnotherList(list))
                .has(FactName.HIDDEN_RECIPIENTS, !names(list, prepared.aliases()))
                .has(FactName.SUBJECT_EMPTY, subject().isBlank())
                .has(FactName.COMMAND, Administrivia.isIn(message))
                .has(FactName.ATTACHMENTS, message.root().leaves().anyMatch(Part::isAttachment))
                .has(FactName.FILTERED_AWAY, prepared.filter().filter(this::isFilteredAway).isPresent())
                .has(FactName.TOO_MANY_HOPS, hasTooManyHops(list));
        message.root().leaves().map(part -> part.type().type() + "/" + part.type().subtype()).forEach(facts::contentType);
        HeaderMatches.in(message, prepared.headerPatterns()).forEach(facts::headerPattern);
    }

    private boolean isFilteredAway(FilterRules rules) {
        return ContentFilter.verdict(message, rules) instanceof ContentFilter.Verdict.NothingLeft;
    }

    /// To and Cc of the message, or of who sent it on (RFC 5322 section 3.6.6).
    private boolean names(MailingList list, List<Address> aliases) {
        List<Address> named = VisibleRecipients.withResent(message);
        return named.contains(list.address()) || named.stream().anyMatch(aliases::contains);
    }

    /// Held as a loop, though not with so many hops that the server refuses outright.
    private boolean hasTooManyHops(MailingList list) {
        int most = list.settings().number(Setting.MAX_HOPS);
        return most > 0 && message.headers().count("Received") > most;
    }

    private String subject() {
        return message.headers().first("Subject").map(Header::text).orElse("");
    }

    static boolean isAutomatic(Message message) {
        return header(message, "Auto-Submitted").filter(value -> !value.startsWith("no")).isPresent()
                || header(message, "Precedence").filter(AUTOMATIC_PRECEDENCE::contains).isPresent()
                || header(message, "X-Autoreply").isPresent()
                || (message.root().type().is("multipart", "report"));
    }

    private boolean isViaAnotherList(MailingList list) {
        return header(message, "Mailing-List").isPresent()
                || header(message, "List-Id").filter(value -> !value.contains("<" + list.listId().toLowerCase(Locale.ROOT) + ">")).isPresent();
    }

    private static Optional<String> header(Message message, String name) {
        return message.headers().first(name).map(header -> header.value().strip().toLowerCase(Locale.ROOT));
    }
}

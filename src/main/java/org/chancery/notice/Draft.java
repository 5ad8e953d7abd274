package org.chancery.notice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.ContentType;
import org.chancery.mail.Domain;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// One mail of ours before it is written: whom it is from and to, which text, with which values.
///
/// `from` never acts on anything that is written to it; what an answer is to cause stands in `replyTo`. `returnPath` empty is
/// the null sender. `answering` is the message it answers, of which only a well-formed Message-ID is used.
/// `enclosed` is put in whole as message/rfc822, `attached` are files.
///
/// Example: `Draft.of(TextId.WELCOME, list, helpAddress, member).with("address", member.toString())`.
public record Draft(
        TextId text,
        Optional<MailingList> list,
        Language language,
        Mailbox from,
        Optional<Address> replyTo,
        Optional<Address> returnPath,
        List<Address> to,
        Map<String, String> values,
        Optional<Message> answering,
        Optional<Message> enclosed,
        List<Attached> attached) {
    public Draft {
        to = List.copyOf(to);
        values = Map.copyOf(values);
        attached = List.copyOf(attached);
    }

    /// Without files.
    public Draft(
            TextId text, Optional<MailingList> list, Language language, Mailbox from, Optional<Address> replyTo, Optional<Address> returnPath, List<Address> to,
            Map<String, String> values, Optional<Message> answering, Optional<Message> enclosed) {
        this(text, list, language, from, replyTo, returnPath, to, values, answering, enclosed, List.of());
    }

    /// A file behind the words.
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record Attached(ContentType type, String name, byte[] content) {}

    /// In the language of the list.
    public static Draft of(TextId text, MailingList list, Mailbox from, Address to) {
        Language language = Language.ofTag(list.settings().text(Setting.LANGUAGE)).orElse(Language.EN);
        return new Draft(text, Optional.of(list), language, from, Optional.empty(), Optional.empty(), List.of(to), Map.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /// For no list: `host` is the domain whose postmaster writes.
    public static Draft ofSite(TextId text, Language language, Domain host, List<Address> to, Map<String, String> values) {
        return new Draft(
                text, Optional.empty(), language, Mailbox.of(Address.of("postmaster", host)), Optional.empty(), Optional.empty(), to, values,
                Optional.empty(), Optional.empty(), List.of());
    }

    public Draft with(String placeholder, String value) {
        var more = new HashMap<>(values);
        more.put(placeholder, value);
        return new Draft(text, list, language, from, replyTo, returnPath, to, more, answering, enclosed, attached);
    }

    public Draft in(Language other) {
        return new Draft(text, list, other, from, replyTo, returnPath, to, values, answering, enclosed, attached);
    }

    public Draft replyTo(Address address) {
        return new Draft(text, list, language, from, Optional.of(address), returnPath, to, values, answering, enclosed, attached);
    }

    public Draft returnPath(Address address) {
        return new Draft(text, list, language, from, replyTo, Optional.of(address), to, values, answering, enclosed, attached);
    }

    /// With `LIST-bounces@` as reverse path, for mail to people the list knows. A domain that tags its senders (BATV) refuses the null
    /// sender to an address without its tag, and we write to the plain one. Answers to a reverse path keep the null sender (RFC 3834
    /// section 3.3): there the tag comes along.
    public Draft fromBounces() {
        return list.map(known -> returnPath(Address.of(known.address().localPart() + "-bounces", known.domain()))).orElse(this);
    }

    public Draft to(List<Address> recipients) {
        return new Draft(text, list, language, from, replyTo, returnPath, recipients, values, answering, enclosed, attached);
    }

    public Draft answering(Message message) {
        return new Draft(text, list, language, from, replyTo, returnPath, to, values, Optional.of(message), enclosed, attached);
    }

    public Draft enclosing(Message message) {
        return new Draft(text, list, language, from, replyTo, returnPath, to, values, answering, Optional.of(message), attached);
    }

    public Draft attaching(List<Attached> files) {
        return new Draft(text, list, language, from, replyTo, returnPath, to, values, answering, enclosed, files);
    }
}

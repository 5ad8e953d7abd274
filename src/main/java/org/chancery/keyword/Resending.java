package org.chancery.keyword;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.administration.Permission;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.SealedMail;
import org.chancery.keyring.Uploaded;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.ContentType;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageBuilder;
import org.chancery.mail.Part;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.posting.transform.SubjectPrefix;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Reader;
import org.chancery.protection.SignedPlain;
import org.chancery.protection.Technology;

/// Writes to outsiders what a member wrote, in the name of the list. The mail is made anew out of the text and the files: nothing of the member
/// goes along, no name, no field of the header, no signature, no key, no text in HTML, which would repeat the commands.
///
/// Encrypted is only to a key that the list has in use for the very address. Without one nothing leaves, unless the member wrote that it may
/// go in clear, or left it open on a list that lets what came encrypted go out in clear.
final class Resending {
    private static final String KIND = "resent";
    private final Surroundings site;

    Resending(Surroundings site) {
        this.site = site;
    }

    /// What becomes of one command: a line for each address, the same in one line in the language of the list, and the mails.
    record Resent(String words, String forMembers, List<Notice> mails) {
        Resent {
            mails = List.copyOf(mails);
        }
    }

    Resent resend(Signer signer, Keyword.Resend resend, Block block, List<Draft.Attached> keys) {
        MailingList list = signer.mail().list();
        if (!list.settings().flag(Setting.MEMBERS_RESEND) || !signer.caller().may(Permission.CHANGE_OWN_MEMBERSHIP, list)) {
            signer.caller().must(Permission.SPEAK_FOR_LIST, list);
        }
        List<Function<Language, String>> lines = new ArrayList<>();
        List<Notice> mails = new ArrayList<>();
        for (Address to : resend.to()) {
            Message plain = written(signer.mail(), resend.isTogether() ? resend.to() : List.of(to), resend.isTogether(), block, keys);
            Optional<Notice> mail = mail(signer.mail(), to, plain, resend.manner(), lines);
            mail.ifPresent(mails::add);
        }
        note(signer, said(lines, Language.EN));
        return new Resent(String.join("\n", said(lines, signer.language())), String.join("; ", said(lines, Language.ofTag(list.settings().text(Setting.LANGUAGE)).orElse(Language.EN))), mails);
    }

    private static List<String> said(List<Function<Language, String>> lines, Language language) {
        return lines.stream().map(line -> line.apply(language)).toList();
    }

    private Optional<Notice> mail(Opened opened, Address to, Message plain, Keyword.Manner manner, List<Function<Language, String>> lines) {
        MailingList list = opened.list();
        Instant now = site.clock().instant();
        if (site.enrolment().site().lists().find(to).isPresent()) {
            lines.add(language -> Phrase.RESEND_LIST.in(language, "address", to.toString()));
            return Optional.empty();
        }
        Optional<Reader> reader = manner == Keyword.Manner.CLEAR ? Optional.empty() : reader(list, to, now);
        Notice notice = new Notice(KIND, Optional.of(Address.of(list.address().localPart() + "-bounces", list.domain())), List.of(to), plain.toByteArray());
        if (reader.isPresent()) {
            lines.add(language -> Phrase.RESEND_SEALED.in(language, "address", to.toString(), "fingerprint", reader.get().fingerprint()));
            return Optional.of(SealedMail.of(notice, reader.get(), Optional.ofNullable(opened.signers().get(reader.get().technology())), site.random()));
        }
        boolean mayBeClear = manner == Keyword.Manner.CLEAR || (manner == Keyword.Manner.AS_POSSIBLE && ProtectionPolicy.of(list.settings()).plaintextOut());
        if (!mayBeClear) {
            lines.add(language -> Phrase.RESEND_NO_KEY.in(language, "address", to.toString()));
            return Optional.empty();
        }
        lines.add(language -> Phrase.RESEND_CLEAR.in(language, "address", to.toString()));
        return Optional.of(new Notice(KIND, notice.returnPath(), List.of(to), signed(opened, plain).toByteArray()));
    }

    private Message signed(Opened opened, Message plain) {
        EntitySigner signer = opened.signers().get(Technology.OPENPGP);
        return signer == null ? plain : SignedPlain.of(plain, signer, site.random());
    }

    /// Whoever it is, and whatever role: the key was proved for this address on this list.
    private Optional<Reader> reader(MailingList list, Address to, Instant now) {
        return site.keyring().memberKeys().of(list, to).stream().filter(MemberKey::isActive)
                .flatMap(key -> Uploaded.read(key.certificate(), now).toOptional().stream())
                .flatMap(key -> key.reader(now).stream()).findFirst();
    }

    private Message written(Opened opened, List<Address> to, boolean isTogether, Block block, List<Draft.Attached> keys) {
        MailingList list = opened.list();
        MessageBuilder mail = MessageBuilder.at(site.clock().instant(), site.random())
                .field(HeaderField.addresses("From", List.of(Mailbox.of(list.address()))))
                .field(HeaderField.addresses(isTogether ? "Cc" : "To", to.stream().map(Mailbox::of).toList()))
                .field(HeaderField.unstructured("Subject", SubjectPrefix.on(opened.subject(), list.settings().text(Setting.RESEND_PREFIX))))
                .field(HeaderField.structured("Message-ID", String.format(Locale.ROOT, "<%016x%016x@%s>", site.random().nextLong(), site.random().nextLong(), list.domain())))
                .text(text(block, list.settings().text(Setting.RESEND_FOOTER)));
        Content.of(opened.content()).files().forEach(part -> add(mail, part));
        keys.forEach(key -> mail.attachment(key.type(), key.name(), key.content()));
        return mail.build();
    }

    private static String text(Block block, String footer) {
        String text = block.text().isBlank() ? "" : block.text() + "\n";
        if (footer.isBlank()) {
            return text.isEmpty() ? "\n" : text;
        }
        return text + (text.isEmpty() ? "" : "\n") + footer.stripTrailing() + "\n";
    }

    private static void add(MessageBuilder mail, Part part) {
        ContentType type = part.type().isMessage() ? new ContentType("application", "octet-stream", Map.of()) : part.type();
        mail.attachment(type, part.filename().orElse("attachment"), part.decodedOctets());
    }

    private void note(Signer signer, List<String> lines) {
        site.administration().audit().note(signer.act(site.clock().instant(), "list.resend", String.join("; ", lines)));
    }
}

package org.chancery.protection;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Part;

/// The header fields that an author protected in what he encrypted, as far as they are about the content: with `hp` (RFC 9788) all of
/// [#CONTENT], with `protected-headers="v1"` Subject. `payload` is the entity at whose top they stand.
///
/// Example: `ProtectedHeader.of(authored).replaces("Subject")`.
record ProtectedHeader(Part payload, boolean isComplete, boolean isLegacy) {
    /// To whom, and where programs send an answer: mutt, Gnus and KMail know more fields for that than RFC 5322.
    private static final Set<String> ADDRESSES = Set.of("to", "cc", "reply-to", "mail-followup-to", "mail-reply-to", "x-reply-to", "resent-reply-to");
    /// What the author says about his text; the rest of a header was judged as it came.
    static final Set<String> CONTENT = content();
    /// Without these a mail is none, so those outside stay where there are none inside.
    private static final Set<String> NEEDED = Set.of("to", "date");

    private static Set<String> content() {
        Set<String> names = new HashSet<>(HeaderProtection.HIDDEN);
        names.addAll(ADDRESSES);
        names.addAll(List.of("subject", "date", "in-reply-to", "references"));
        return Set.copyOf(names);
    }

    static ProtectedHeader of(Authored authored) {
        Part root = authored.payload().message().orThrow().root();
        for (Optional<Part> below = HeaderProtection.below(root); below.isPresent(); below = HeaderProtection.below(root)) {
            root = below.get();
        }
        boolean isComplete = HeaderProtection.isDeclared(root);
        return new ProtectedHeader(root, isComplete, !isComplete && HeaderProtection.isLegacyDeclared(root));
    }

    /// The first of each name.
    List<Header> fields() {
        Set<String> seen = new HashSet<>();
        return payload.headers().all().stream().filter(field -> isProtected(plain(field.name())) && seen.add(plain(field.name()))).toList();
    }

    private boolean isProtected(String plain) {
        return (isComplete && CONTENT.contains(plain)) || (isLegacy && plain.equals("subject"));
    }

    /// Is what stands outside under this name no longer heard?
    boolean replaces(String name) {
        boolean isInside = payload.headers().first(name).isPresent();
        return isProtected(plain(name)) && (isInside || !NEEDED.contains(plain(name)));
    }

    /// Does the author know of this field, which stands outside? He wrote the same inside, or that it stands outside (`HP-Outer`), or it names nobody
    /// whom the same field inside does not name. A stranger may have put in what he does not know of, so that answers go to him.
    boolean knows(Header outside) {
        String name = plain(outside.name());
        if (!isProtected(name) || !replaces(name) || name.equals("date")) {
            return true;
        }
        return payload.headers().all("HP-Outer").stream().anyMatch(mark -> text(mark).equalsIgnoreCase(name + ": " + text(outside)))
                || payload.headers().first(name).filter(inside -> text(inside).equals(text(outside)) || (ADDRESSES.contains(name) && names(inside).containsAll(names(outside)) && !names(outside).isEmpty())).isPresent();
    }

    /// On one line, decoded: a server on the way may have folded it otherwise.
    private static String text(Header field) {
        return field.text().strip().replaceAll("\\s+", " ");
    }

    private static List<Address> names(Header field) {
        return MailboxList.parse(field.value()).toOptional().orElse(List.of()).stream().map(Mailbox::address).toList();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

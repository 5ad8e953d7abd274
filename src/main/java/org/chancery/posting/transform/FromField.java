package org.chancery.posting.transform;

import java.util.List;
import java.util.stream.Collectors;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// Puts the list's address in the place of the author's, for lists whose copies would fail the DMARC policy of their authors'
/// domains (RFC 9989): settings `from_field` and `from_name`, when [FromChange] says so. The author stays readable in the name and in X-Original-From, and
/// stays reachable by [ReplyTo], which runs before. A Sender field goes: the list now is both author and sender (RFC 5322
/// section 3.6.2). DKIM-Signature fields stay although they no longer hold (RFC 6376 section 4.2).
///
/// Example: `From: Ann via talk <talk@lists.example.org>`.
final class FromField implements Transform {
    static final String ORIGINAL = "X-Original-From";
    private static final int MAX_NAMED = 3; // authors of one post in one name

    @Override
    public Message apply(Message post, Passage passage) {
        List<Mailbox> authors = authors(post);
        boolean isOurs = authors.stream().anyMatch(author -> author.address().equals(passage.list().address()));
        if (!FromChange.isMade(post, passage) || authors.isEmpty() || isOurs) {
            return post;
        }
        return post.edit()
                .removeAll("Sender")
                .removeAll(ORIGINAL)
                .removeAll("Autocrypt").removeAll("OpenPGP") // they speak for the address that stood in From
                .replaceFirst("From", HeaderField.addresses("From", List.of(new Mailbox(name(authors, passage), passage.list().address()))))
                .append(HeaderField.addresses(ORIGINAL, authors))
                .build();
    }

    /// Without names in which others' addresses stand: beside the list's address people take them for the author.
    static List<Mailbox> authors(Message post) {
        return switch (Authors.of(post)) {
            case Authors.Single(Mailbox author) -> List.of(author.honest());
            case Authors.Several(List<Mailbox> authors) -> authors.stream().map(Mailbox::honest).toList();
            case Authors.None _, Authors.Malformed _ -> List.of();
        };
    }

    private static String name(List<Mailbox> authors, Passage passage) {
        String form = passage.list().settings().text(Setting.FROM_NAME);
        String shown = authors.stream().limit(MAX_NAMED).map(author -> shown(author, form)).collect(Collectors.joining(", "))
                + (authors.size() > MAX_NAMED ? ", …" : "");
        return form.equals("name") ? shown : shown + " via " + passage.list().address().localPart();
    }

    private static String shown(Mailbox author, String form) {
        String address = author.address().toString();
        boolean hasName = !author.displayName().isBlank();
        return switch (form) {
            case "address-via-list" -> address;
            case "name-address-via-list" -> hasName ? author.displayName() + " (" + address + ")" : address;
            default -> hasName ? author.displayName() : localPart(author.address());
        };
    }

    /// A quoted one can be an address.
    private static String localPart(Address address) {
        Mailbox named = new Mailbox(address.localPart(), address).honest();
        return named.displayName().isEmpty() ? address.toString() : named.displayName();
    }
}

package org.chancery.posting.sealing;

import java.util.Optional;
import org.chancery.keyring.AutocryptHeader;
import org.chancery.keyring.ListKeyring;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// The key of the list in the header of copies whose From is the list (Autocrypt Level 1 section 2.1). It has the one user id that says
/// the list's address: programs take no other. Mails of the list about itself are from `LIST-help@`, for which it has no key to give.
///
/// Example: `OwnAutocrypt.on(post, list, keys, policy)`.
final class OwnAutocrypt {
    private OwnAutocrypt() {}

    static Message on(Message post, MailingList list, ListKeyring keys, ProtectionPolicy policy) {
        boolean isFromList = Authors.of(post) instanceof Authors.Single(var author) && author.address().equals(list.address());
        return isFromList
                ? header(list.address(), keys, policy.postEncrypt().isAny()).flatMap(AutocryptHeader::field).map(field -> post.edit().removeAll("Autocrypt").append(field).build()).orElse(post)
                : post;
    }

    private static Optional<AutocryptHeader> header(Address list, ListKeyring keys, boolean wantsEncryption) {
        return keys.certificate(Technology.OPENPGP)
                .flatMap(armoured -> OpenPgpUpload.read(armoured).toOptional())
                .flatMap(certificate -> OpenPgpUpload.withOnly(certificate, list.toString()))
                .map(certificate -> new AutocryptHeader(list, certificate.encoded(), wantsEncryption));
    }
}

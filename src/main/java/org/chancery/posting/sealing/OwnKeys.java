package org.chancery.posting.sealing;

import java.util.Optional;
import org.chancery.keyring.AutocryptHeader;
import org.chancery.keyring.ListKeyring;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// The key of the list in the header of copies whose From is the list: the key itself in Autocrypt (Level 1 section 2.1), with the one user id that says
/// the list's address, since programs take no other; and where the owner wishes it, its fingerprint in the field OpenPGP
/// (draft-josefsson-openpgp-mailnews-header, which older programs and Schleuder know). Mails of the list about itself are from `LIST-help@`, for which it
/// has no key to give.
///
/// Example: `OwnKeys.on(post, list, keys, policy)`.
final class OwnKeys {
    private OwnKeys() {}

    static Message on(Message post, MailingList list, ListKeyring keys, ProtectionPolicy policy) {
        boolean isFromList = Authors.of(post) instanceof Authors.Single(var author) && author.address().equals(list.address());
        Optional<OpenPgpCertificate> certificate = isFromList ? keys.certificate(Technology.OPENPGP).flatMap(armoured -> OpenPgpUpload.read(armoured).toOptional()) : Optional.empty();
        if (certificate.isEmpty()) {
            return post;
        }
        MessageEdit edit = post.edit();
        autocrypt(list.address(), certificate.get(), policy.postEncrypt().isAny()).ifPresent(field -> edit.removeAll("Autocrypt").append(field));
        openPgp(list, certificate.get()).ifPresent(field -> edit.removeAll("OpenPGP").append(field));
        return edit.build();
    }

    private static Optional<HeaderField> autocrypt(Address list, OpenPgpCertificate certificate, boolean wantsEncryption) {
        return OpenPgpUpload.withOnly(certificate, list.toString())
                .map(withOne -> new AutocryptHeader(list, withOne.encoded(), wantsEncryption)).flatMap(AutocryptHeader::field);
    }

    private static Optional<HeaderField> openPgp(MailingList list, OpenPgpCertificate certificate) {
        String wish = list.settings().text(Setting.OPENPGP_HEADER);
        String preference = wish.equals("key") ? "" : "; preference=" + wish;
        return wish.equals("none") ? Optional.empty() : Optional.of(HeaderField.structured("OpenPGP", "id=" + certificate.fingerprint() + preference));
    }
}

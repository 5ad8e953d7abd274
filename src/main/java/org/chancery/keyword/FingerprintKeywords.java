package org.chancery.keyword;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chancery.administration.Permission;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.NamedKeys;
import org.chancery.keyring.NamedKeys.Named;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;

/// The commands that name a key of somebody by its fingerprint, as Schleuder's do. No key comes into use by being named: what its holder has proved
/// is agreed to, by the signature of the key before it or by an owner.
final class FingerprintKeywords {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final Surroundings site;

    FingerprintKeywords(Surroundings site) {
        this.site = site;
    }

    private NamedKeys keys() {
        return site.keyring().memberKeys().named();
    }

    Result set(Signer signer, Keyword.KeySet set) {
        MailingList list = signer.mail().list();
        Address target = KeyKeywords.target(signer, set.of());
        Named named = target.equals(signer.address())
                ? keys().agree(list, target, set.key(), signer.mail().report(), signer.by())
                : site.administration().keys().approve(signer.caller(), list, target, set.key());
        return signer.result(phrase(named.what()), "fingerprint", set.key().hex(), "address", target.toString(),
                "other", named.key().map(MemberKey::fingerprint).orElse(""), "when", named.key().flatMap(MemberKey::deadline).map(FingerprintKeywords::shown).orElse(""));
    }

    private static String shown(Instant at) {
        return WHEN.format(at);
    }

    private static Phrase phrase(Named.What what) {
        return switch (what) {
            case CAME_INTO_USE -> Phrase.IN_FORCE;
            case IN_USE -> Phrase.KNOWN;
            case UNPROVED -> Phrase.UNPROVED;
            case AWAITED -> Phrase.AWAITED;
            case APPROVED -> Phrase.APPROVED;
            case COOLING -> Phrase.COOLING;
            case OVER -> Phrase.REVOKED;
            case DROPPED -> Phrase.TAKEN_BACK;
            case OTHER -> Phrase.OTHER_WAITS;
            case UNKNOWN -> Phrase.NOT_HANDED_IN;
            case BUSY -> Phrase.KEYS_BUSY;
        };
    }

    /// To whom the keys of others are no business, there are none. Where several people have the key, whoever asks says whose is meant.
    Result revoke(Signer signer, Keyword.KeyRevokeNamed revoke) {
        MailingList list = signer.mail().list();
        boolean mayAll = signer.caller().may(Permission.MANAGE_KEYS, list);
        List<MemberKey> places = keys().places(list, revoke.key()).stream().filter(key -> mayAll || key.address().equals(signer.address())).toList();
        if (places.size() > 1) {
            return signer.result(Phrase.SEVERAL_PLACES, "fingerprint", revoke.key().hex(),
                    "addresses", places.stream().map(key -> key.address().toString()).collect(Collectors.joining(", ")));
        }
        if (places.isEmpty() || !keys().end(list, places.getFirst(), signer.by())) {
            return signer.result(Phrase.NO_SUCH_KEY);
        }
        return places.getFirst().isActive()
                ? signer.result(Phrase.ENDED, "fingerprints", places.getFirst().fingerprint())
                : signer.result(Phrase.TAKEN_BACK, "fingerprint", places.getFirst().fingerprint());
    }
}

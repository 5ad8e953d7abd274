package org.chancery.keyword;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.Permission;
import org.chancery.administration.Refused;
import org.chancery.keyring.Fingerprint;
import org.chancery.keyring.KeyAnnouncement;
import org.chancery.keyring.KeyLookup;
import org.chancery.keyring.KeyParts;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.keyring.Outcome;
import org.chancery.keyring.Uploaded;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Draft;

/// The commands about keys: members care for their own, owners for those of others.
final class KeyKeywords {
    private static final Duration DAY = Duration.ofDays(1);
    /// Each is a mail to the address.
    private static final int CHALLENGES_A_DAY = 3;
    private final Surroundings site;

    KeyKeywords(Surroundings site) {
        this.site = site;
    }

    private KeyAdministration keys() {
        return site.administration().keys();
    }

    /// What is another's asks for the right to care for keys.
    static Address target(Signer signer, Optional<Address> of) {
        Address target = of.orElse(signer.address());
        if (!target.equals(signer.address())) {
            signer.caller().must(Permission.MANAGE_KEYS, signer.mail().list());
        }
        return target;
    }

    Result add(Signer signer, Keyword.KeyAdd add) {
        Address target = target(signer, add.of());
        List<byte[]> files = KeyParts.of(signer.mail().content());
        if (files.isEmpty()) {
            return signer.result(Phrase.NO_KEY_ALONG);
        }
        List<String> lines = new ArrayList<>();
        for (byte[] file : files) {
            lines.add(mayChallenge(target) ? uploaded(signer, target, file, MemberKey.Source.MAIL) : tooMany(signer, target));
        }
        return Result.of(String.join("\n", lines));
    }

    /// Whether it may be asked is judged now; the rest asks a server of others. Only who has a role on the list is asked to prove a key.
    Supplier<String> fetch(Signer signer, Keyword.KeyFetch fetch) {
        Address target = target(signer, Optional.of(fetch.of()));
        KeyLookup lookup = site.keyring().lookup()
                .orElseThrow(() -> new Refused(signer.say(Phrase.NO_DIRECTORIES, "address", target.toString())));
        if (!site.keyring().autocrypt().isMember(signer.mail().list(), target)) {
            throw new Refused(signer.say(Phrase.NO_MEMBER, "address", target.toString()));
        }
        if (!mayChallenge(target)) {
            throw new Refused(tooMany(signer, target));
        }
        return () -> switch (lookup.find(target, fetch.wanted())) {
            case Outcome.Refused<KeyLookup.Found>(String why) -> why;
            case Outcome.Done<KeyLookup.Found>(KeyLookup.Found found) -> uploaded(signer, target, found.key(), found.source());
        };
    }

    /// Of a key that was named and not handed in: only what the mail brings along can be, and that asks for proof like any other.
    String along(Signer signer, Address of, Fingerprint wanted) {
        MailingList list = signer.mail().list();
        if (site.keyring().memberKeys().named().places(list, wanted).stream().anyMatch(key -> key.isActive() && key.address().equals(of))) {
            return signer.say(Phrase.KNOWN, "fingerprint", wanted.hex());
        }
        Optional<byte[]> file = KeyParts.of(signer.mail().content()).stream().filter(key -> isOf(key, wanted)).findFirst();
        if (file.isEmpty() || !(of.equals(signer.address()) || signer.caller().may(Permission.MANAGE_KEYS, list))) {
            return signer.say(Phrase.KEY_NOT_IN_USE, "fingerprint", wanted.hex(), "address", of.toString());
        }
        return mayChallenge(of) ? uploaded(signer, of, file.get(), MemberKey.Source.MAIL) : tooMany(signer, of);
    }

    private boolean isOf(byte[] file, Fingerprint wanted) {
        return Uploaded.read(file, site.clock().instant()).toOptional().filter(key -> key.fingerprint().equalsIgnoreCase(wanted.hex())).isPresent();
    }

    private static String tooMany(Signer signer, Address target) {
        return signer.say(Phrase.TOO_MANY_KEYS, "address", target.toString());
    }

    private boolean mayChallenge(Address address) {
        for (int i = 1; i <= CHALLENGES_A_DAY; i++) {
            if (site.answers().mayAnswer(address, "key challenge " + i, DAY)) {
                return true;
            }
        }
        return false;
    }

    private String uploaded(Signer signer, Address target, byte[] file, MemberKey.Source source) {
        return switch (site.keyring().memberKeys().upload(signer.mail().list(), target, file, source, signer.by())) {
            case Outcome.Refused<Handed>(String why) -> why;
            case Outcome.Done<Handed>(Handed handed) -> signer.say(switch (handed.what()) {
                case CHALLENGED -> Phrase.CHALLENGED;
                case RENEWED, ACTIVE -> Phrase.RENEWED;
                case KNOWN -> Phrase.KNOWN;
                case REVOKED -> Phrase.REVOKED;
            }, "fingerprint", handed.fingerprint(), "address", target.toString());
        };
    }

    Result list(Signer signer, Keyword.KeyList list) {
        Address target = target(signer, list.of());
        return Result.of(lines(site.keyring().memberKeys().of(signer.mail().list(), target), signer.say(Phrase.NO_KEY_OF, "address", target.toString())));
    }

    Result all(Signer signer, Keyword.KeyListAll all) {
        List<MemberKey> known = keys().ofMembers(signer.caller(), signer.mail().list()).stream().filter(key -> key.address().key().contains(all.containing())).toList();
        return Result.of(lines(known, signer.say(Phrase.NO_SUCH_KEY)));
    }

    private static String lines(List<MemberKey> keys, String none) {
        return keys.isEmpty() ? none : keys.stream()
                .map(key -> key.address() + " " + key.slot().word() + " " + key.fingerprint() + " " + key.state().word())
                .collect(Collectors.joining("\n"));
    }

    Result get(Signer signer, Keyword.KeyGet get) {
        return get.of().isEmpty() ? ofList(signer.mail().list()) : ofMember(signer, get.of().get());
    }

    private Result ofList(MailingList list) {
        ListKeyring keyring = site.keyring().keyrings().of(list);
        return new Result(String.join("\n", keyring.fingerprints()), filesOfList(list));
    }

    List<Draft.Attached> filesOfList(MailingList list) {
        return KeyAnnouncement.files(list, site.keyring().keyrings().of(list));
    }

    private Result ofMember(Signer signer, Address of) {
        Address target = target(signer, Optional.of(of));
        return switch (site.keyring().memberKeys().export(signer.mail().list(), target, Optional.empty())) {
            case Outcome.Refused<byte[]> _ -> signer.result(Phrase.NO_KEY_IN_USE, "address", target.toString());
            case Outcome.Done<byte[]>(byte[] key) -> new Result(signer.say(Phrase.KEY_ATTACHED, "address", target.toString()), List.of(isPem(key) ? KeyAnnouncement.file("x-pem-file", "key.pem", key) : KeyAnnouncement.file("pgp-keys", "key.asc", key)));
        };
    }

    private static boolean isPem(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1).startsWith("-----BEGIN CERTIFICATE");
    }

    Result prefer(Signer signer, Keyword.KeyPrefer prefer) {
        site.keyring().memberKeys().prefer(signer.mail().list(), signer.address(), prefer.technology(), signer.by());
        return signer.result(Phrase.PREFERRED, "technology", prefer.technology().word().toLowerCase(Locale.ROOT));
    }

    Result revoke(Signer signer, Keyword.KeyRevoke revoke) {
        Address target = target(signer, revoke.of());
        return switch (site.keyring().memberKeys().revoke(signer.mail().list(), target, revoke.technology(), signer.by())) {
            case Outcome.Refused<List<MemberKey>>(String why) -> Result.of(why);
            case Outcome.Done<List<MemberKey>>(List<MemberKey> gone) ->
                    signer.result(Phrase.ENDED, "fingerprints", fingerprints(gone));
        };
    }

    private static String fingerprints(List<MemberKey> keys) {
        return keys.stream().map(MemberKey::fingerprint).collect(Collectors.joining(", "));
    }

    Result approve(Signer signer, Keyword.KeyApprove approve) {
        MemberKey key = keys().approve(signer.caller(), signer.mail().list(), approve.of().toString(), Optional.empty(), false);
        return signer.result(Phrase.APPROVED, "fingerprint", key.fingerprint());
    }

    Result refuse(Signer signer, Keyword.KeyRefuse refuse) {
        Address target = target(signer, refuse.of());
        return switch (site.keyring().memberKeys().object(signer.mail().list(), target, signer.by())) {
            case Outcome.Refused<List<MemberKey>>(String why) -> Result.of(why);
            case Outcome.Done<List<MemberKey>>(List<MemberKey> keys) -> signer.result(Phrase.TAKEN_BACK, "fingerprint", fingerprints(keys));
        };
    }
}

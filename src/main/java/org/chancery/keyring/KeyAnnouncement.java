package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.ContentType;
import org.chancery.mail.Mailbox;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextId;
import org.chancery.protection.Technology;

/// Tells the people of a list what its keys are now, with the keys attached: after a rotation, or when it has a new one (Schleuder's
/// send-list-key-to-subscriptions). Sealed to whom the list has a key of, and signed by the list: where one primary key has followed another, by
/// the older one until its transition is over, since that is the key which people can verify with. One signature and not two: GnuPG ends with an
/// error where it cannot verify one. Whose mail comes back is left out.
///
/// Refused for a list that neither opens nor seals nor signs, and for one without a key.
public final class KeyAnnouncement {
    private final ListKeyrings keyrings;
    private final Members members;
    private final NoticeWriter writer;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyAnnouncement(ListKeyrings keyrings, Members members, NoticeWriter writer, InstantSource clock, SecureRandom random) {
        this.keyrings = keyrings;
        this.members = members;
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    /// Returns how many addresses it went to.
    public Outcome<Integer> send(MailingList list, Outbox outbox) {
        ListKeyring keys = keyrings.of(list);
        if (ProtectionPolicy.of(list.settings()).isNone()) {
            return Outcome.refused("The list " + list.address() + " neither encrypts nor signs, so nobody needs its key.");
        }
        if (keys.fingerprints().isEmpty()) {
            return Outcome.refused("The list " + list.address() + " has no key to announce. \"chancery key generate " + list.address() + "\" makes one.");
        }
        Map<Address, Member> people = people(list);
        List<Draft.Attached> files = files(list, keys);
        people.values().forEach(member -> outbox.send(notice(list, member, keys, files)));
        return Outcome.done(people.size());
    }

    private Map<Address, Member> people(MailingList list) {
        Map<Address, Member> people = new LinkedHashMap<>();
        members.each(list.id(), Optional.empty(), member -> {
            if (member.preferences().state() != Member.Delivery.OFF_BY_BOUNCES && isReader(member.role())) {
                people.putIfAbsent(member.address(), member);
            }
        });
        return people;
    }

    /// Who writes to the list, or reads it.
    private static boolean isReader(Role role) {
        return switch (role) {
            case MEMBER, MODERATOR, OWNER, POSTER -> true;
            case NONMEMBER -> false;
        };
    }

    private Notice notice(MailingList list, Member member, ListKeyring keys, List<Draft.Attached> files) {
        Mailbox from = new Mailbox(list.address().localPart(), Address.of(list.address().localPart() + "-help", list.domain()));
        Draft draft = Draft.of(TextId.LIST_KEY_CHANGED, list, from, member.address()).fromBounces()
                .with("fingerprints", String.join("\n", keys.fingerprints().stream().map(KeyLetters::readable).toList()))
                .with("old", keys.before().map(key -> KeyLetters.readable(key.fingerprint())).orElse("")).attaching(files);
        Notice plain = writer.write(Language.ofTag(member.preferences().language()).map(draft::in).orElse(draft));
        Instant now = clock.instant();
        return keys.reader(member.address(), EnumSet.allOf(Technology.class), now)
                .map(reader -> SealedMail.of(plain, reader, keys.announcer(reader.technology(), now), random))
                .orElseGet(() -> SignedLetters.signed(plain, keys.announcer(Technology.OPENPGP, now).or(() -> keys.announcer(Technology.SMIME, now)), random));
    }

    /// The public keys of a list as files, that of version 6 apart, and the OpenPGP key before, so that programs which have that one learn what became of it.
    public static List<Draft.Attached> files(MailingList list, ListKeyring keys) {
        List<Draft.Attached> files = new ArrayList<>();
        String name = list.address().localPart();
        keys.certificate(Technology.OPENPGP).ifPresent(key -> files.add(file("pgp-keys", name + ".asc", key)));
        keys.besides().ifPresent(key -> files.add(file("pgp-keys", name + "-v6.asc", key)));
        keys.before().ifPresent(key -> files.add(file("pgp-keys", name + "-before.asc", key.certificate())));
        keys.certificate(Technology.SMIME).ifPresent(key -> files.add(file("x-pem-file", name + ".pem", key)));
        return files;
    }

    /// A key as a file of the type `application/SUBTYPE`.
    public static Draft.Attached file(String subtype, String name, byte[] content) {
        return new Draft.Attached(new ContentType("application", subtype, Map.of()), name, content);
    }
}

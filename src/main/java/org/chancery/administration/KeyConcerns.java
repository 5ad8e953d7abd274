package org.chancery.administration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.chancery.keyring.KeyNames;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.Sides;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.posting.UnopenedPosts;
import org.chancery.protection.Technology;

/// What the owners of lists with settings for encryption should look after: keys that are missing or end soon, members without one.
public final class KeyConcerns {
    private static final Duration SOON = Duration.ofDays(30);

    private final Keyring keyring;
    private final Members members;
    private final UnopenedPosts unopened;

    KeyConcerns(Keyring keyring, Members members, UnopenedPosts unopened) {
        this.keyring = keyring;
        this.members = members;
        this.unopened = unopened;
    }

    /// `isGrave`: mail waits or is refused because of it.
    public record Concern(MailingList list, boolean isGrave, String sentence) {}

    List<Concern> of(MailingList list, Instant now) {
        ProtectionPolicy policy = ProtectionPolicy.of(list.settings());
        List<Concern> concerns = new ArrayList<>();
        if (!policy.isNone()) {
            List<ListKey> keys = keyring.listKeys().all(list);
            addKey(concerns, list, Technology.OPENPGP, policy.gpg(), keys, now);
            addKey(concerns, list, Technology.SMIME, policy.smime(), keys, now);
            addTrust(concerns, list, policy);
            addMembers(concerns, list, policy, now);
            addUnopened(concerns, list, now);
        }
        return concerns;
    }

    private static void addKey(List<Concern> concerns, MailingList list, Technology technology, ProtectionPolicy.Side side, List<ListKey> keys, Instant now) {
        if (!side.postEncrypt().isAny() && !side.distribSign()) {
            return;
        }
        List<ListKey> current = keys.stream().filter(key -> key.isCurrent() && key.technology() == technology).toList();
        String generate = "chancery key generate " + list.address();
        if (current.isEmpty()) {
            concerns.add(new Concern(list, true, "has no key for " + technology.word() + ": \""
                    + (technology == Technology.OPENPGP ? generate + "\" makes one" : generate + " --type smime-ec-p256\" and \"chancery key csr " + list.address() + "\" ask for one")));
        }
        current.stream().filter(key -> key.expires().filter(end -> end.isBefore(now.plus(SOON))).isPresent()).forEach(key -> concerns.add(
                new Concern(list, !key.expires().orElseThrow().isAfter(now), "its key " + key.fingerprint() + " ends on " + key.expires().orElseThrow()
                        + ": \"chancery key rotate " + list.address() + "\"")));
        current.forEach(key -> KeyNames.missing(key, list, now).ifPresent(sentence -> concerns.add(new Concern(list, false, sentence))));
    }

    /// Their authors were told; what they were is in the log.
    private void addUnopened(List<Concern> concerns, MailingList list, Instant now) {
        int today = unopened.today(list.id(), now);
        if (today > 0) {
            concerns.add(new Concern(list, false, today + (today == 1 ? " post" : " posts") + " of the last day could not be opened with its keys. Does somebody use an old one? \"chancery key announce "
                    + list.address() + "\" sends the present ones to its people"));
        }
    }

    private void addTrust(List<Concern> concerns, MailingList list, ProtectionPolicy policy) {
        boolean hasAnchor = keyring.trust().all(list).stream().anyMatch(trusted -> trusted.kind() == Trusted.Kind.ANCHOR);
        if (policy.smime().postSign().isAny() && !hasAnchor) {
            concerns.add(new Concern(list, true, "asks for S/MIME signatures and trusts no authority: \"chancery key anchor add " + list.address() + " ca.pem\""));
        }
    }

    /// To whom nothing can be encrypted, as sealing would see it now: a key that is over, or of a technology in which the list seals nothing, is none. Nobody on lists that seal nothing.
    Predicate<Address> isWithout(MailingList list, ProtectionPolicy policy, Instant now) {
        Set<Technology> sealing = Sides.sealing(policy);
        ListKeyring keys = keyring.keyrings().of(list);
        return address -> !sealing.isEmpty() && keys.reader(address, sealing, now).isEmpty() && !keys.lacksCertificate(address, sealing);
    }

    private void addMembers(List<Concern> concerns, MailingList list, ProtectionPolicy policy, Instant now) {
        List<Address> without = new ArrayList<>();
        Predicate<Address> isWithout = isWithout(list, policy, now);
        members.each(list.id(), Optional.of(Role.MEMBER), member -> {
            if (isWithout.test(member.address())) {
                without.add(member.address());
            }
        });
        if (!without.isEmpty()) {
            concerns.add(new Concern(list, false, without.size() + " members have no key of their own"
                    + (policy.distribEncrypt() == ProtectionPolicy.Level.FORCE ? " and get no content" : "")));
        }
    }
}

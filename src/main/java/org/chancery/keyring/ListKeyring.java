package org.chancery.keyring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Opener;
import org.chancery.protection.Reader;
import org.chancery.protection.Scheme;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;

/// Everything that opening and sealing a post of one list needs: the secrets of the list, the certificates of those who have a role on
/// it with the addresses they are bound to, and what the list trusts. A snapshot; [ListKeyrings] gives the one of now.
///
/// Example: `keyring.reader(member, Set.of(Technology.OPENPGP, Technology.SMIME), now)` is empty for a member without a usable key.
public final class ListKeyring {
    static final ListKeyring EMPTY = new ListKeyring(List.of(), Map.of(), Map.of(), Unreadable.NOTHING);

    private static final Opener WITHOUT_KEYS = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(), List.of())), new SmimeScheme(SmimeKeyring.EMPTY)));

    private final List<TechnologyKeys> technologies;
    private final Map<String, Wish> wishes;
    private final Map<String, List<Hearing>> hearings;
    private final Unreadable unreadable;
    private final ConcurrentHashMap<Choice, Reader> readers = new ConcurrentHashMap<>();

    /// The certificates of one address, and the technology that its owner likes best.
    record Wish(List<Candidate> candidates, Optional<Technology> preferred) {
        Wish {
            candidates = List.copyOf(candidates);
        }
    }

    /// A certificate of which a reader may come.
    interface Candidate {
        Technology technology();

        Optional<Reader> readerAt(Instant now);
    }

    private record Choice(String address, Set<Technology> wanted) {}

    /// What the store has and nobody can read: no key, but not the same as none. `members`: the technologies of keys in force by address key;
    /// `secrets`: is it a secret of the list?
    record Unreadable(Map<String, Set<Technology>> members, boolean secrets) {
        static final Unreadable NOTHING = new Unreadable(Map.of(), false);

        Unreadable {
            members = Map.copyOf(members);
        }
    }

    /// Somebody whose signed mail tells what he reads: the fingerprint of the S/MIME certificate that copies for him are sealed to, and what is known already.
    record Hearing(Address member, String certificate, CipherChoice known) {}

    /// `wishes` by address key, `hearings` by the fingerprint of what is signed with.
    ListKeyring(List<TechnologyKeys> technologies, Map<String, Wish> wishes, Map<String, List<Hearing>> hearings, Unreadable unreadable) {
        this.technologies = List.copyOf(technologies);
        this.wishes = Map.copyOf(wishes);
        this.hearings = Map.copyOf(hearings);
        this.unreadable = unreadable;
    }

    /// A secret of the list is stored that does not open: what comes encrypted may be meant for it.
    public boolean lacksSecret() {
        return unreadable.secrets();
    }

    /// The member has a key in force that cannot be read: nobody may take him for one without a key.
    public boolean lacksCertificate(Address member, Set<Technology> wanted) {
        return unreadable.members().getOrDefault(member.key(), Set.of()).stream().anyMatch(wanted::contains);
    }

    /// Opens what was received at `receivedAt`, then and at each later look at it. A key whose transition was over by then opens nothing.
    public Opener opener(Set<Technology> wanted, Instant receivedAt) {
        List<Scheme> schemes = new ArrayList<>();
        for (TechnologyKeys keys : technologies) {
            if (wanted.contains(keys.technology())) {
                schemes.add(keys.scheme(receivedAt));
            }
        }
        return new Opener(schemes);
    }

    /// In which technology a message is encrypted, to whomever: a list without a key is asked, too.
    public static Optional<Technology> encryption(Message message) {
        return WITHOUT_KEYS.encryption(message);
    }

    /// Whom a copy for this member is sealed to: the preferred technology first, else OpenPGP. Chosen once and kept until it ends.
    public Optional<Reader> reader(Address member, Set<Technology> wanted, Instant now) {
        Choice choice = new Choice(member.key(), Set.copyOf(wanted));
        Reader known = readers.get(choice);
        if (known != null && known.isGoodAt(now)) {
            return Optional.of(known);
        }
        Optional<Reader> found = Optional.ofNullable(wishes.get(member.key())).flatMap(wish -> choose(wish, wanted, now));
        found.ifPresent(reader -> readers.put(choice, reader));
        return found;
    }

    private static Optional<Reader> choose(Wish wish, Set<Technology> wanted, Instant now) {
        Comparator<Candidate> preferredFirst = Comparator.comparing(candidate -> !wish.preferred().equals(Optional.of(candidate.technology())));
        return wish.candidates().stream()
                .filter(candidate -> wanted.contains(candidate.technology()))
                .sorted(preferredFirst.thenComparing(Candidate::technology))
                .flatMap(candidate -> candidate.readerAt(now).stream())
                .findFirst();
    }

    /// Whose certificate in force this is, if copies are sealed to that member in S/MIME; empty for all others.
    List<Hearing> hearings(String signer) {
        return hearings.getOrDefault(signer, List.of());
    }

    /// The list as signer of what it sends; empty without a key that may sign now.
    public Optional<EntitySigner> signer(Technology technology, Instant now) {
        return of(technology).flatMap(keys -> keys.signer(now));
    }

    /// The list as signer of what tells people of a new key: with the one before it while that is believed.
    Optional<EntitySigner> announcer(Technology technology, Instant now) {
        return of(technology).flatMap(keys -> keys.announcer(now));
    }

    /// Of each technology in which it may sign now.
    public Map<Technology, EntitySigner> signers(Instant now) {
        Map<Technology, EntitySigner> signers = new EnumMap<>(Technology.class);
        for (Technology technology : Technology.values()) {
            signer(technology, now).ifPresent(signer -> signers.put(technology, signer));
        }
        return signers;
    }

    /// Of the current keys, in upper-case hexadecimal.
    public List<String> fingerprints() {
        return technologies.stream().flatMap(keys -> keys.fingerprints().stream()).toList();
    }

    /// The list's public key for everybody: armoured OpenPGP packets, or PEM with the chain.
    public Optional<byte[]> certificate(Technology technology) {
        return of(technology).flatMap(TechnologyKeys::certificate);
    }

    /// The list's second OpenPGP key (version 6), where it has one beside that which most programs read.
    Optional<byte[]> besides() {
        return of(Technology.OPENPGP).flatMap(TechnologyKeys::besides);
    }

    /// The OpenPGP key that the current one took the place of: cross-certified while both are read, revoked as superseded afterwards.
    Optional<TechnologyKeys.Before> before() {
        return of(Technology.OPENPGP).flatMap(TechnologyKeys::before);
    }

    private Optional<TechnologyKeys> of(Technology technology) {
        return technologies.stream().filter(keys -> keys.technology() == technology).findFirst();
    }
}

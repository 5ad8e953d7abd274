package org.chancery.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where keys of members are looked for when somebody says so: first in the Web Key Directory of the member's domain, then at the key server, each
/// where the site allows it. A key with another fingerprint than the one that is wanted is none.
///
/// Example: `lookup.find(Address.of("anna@example.net"), Optional.empty())`.
public record KeyLookup(Optional<WebKeyDirectories> directories, Optional<KeyServer> server) {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLookup.class);

    /// A key, and who gave it.
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    public record Found(byte[] key, MemberKey.Source source) {}

    /// Refused with what each of them said.
    public Outcome<Found> find(Address member, Optional<Fingerprint> wanted) {
        List<String> said = new ArrayList<>();
        Optional<Found> found = directories.flatMap(one -> taken(wanted(one.find(member), wanted), MemberKey.Source.WKD, said))
                .or(() -> server.flatMap(one -> taken(wanted.map(one::byFingerprint).orElseGet(() -> one.byAddress(member)), MemberKey.Source.VKS, said)));
        return found.map(Outcome::done).orElseGet(() -> Outcome.refused(String.join(" ", said)));
    }

    /// What each of them has of this very key: one may know of a revocation that the other does not. Empty where nobody has it, or only another.
    public List<Found> again(Address member, Fingerprint known) {
        List<String> said = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        directories.flatMap(one -> taken(wanted(one.find(member), Optional.of(known)), MemberKey.Source.WKD, said)).ifPresent(found::add);
        server.flatMap(one -> taken(one.byFingerprint(known), MemberKey.Source.VKS, said)).ifPresent(found::add);
        said.forEach(why -> LOG.debug("keyring.refresh.nothing fingerprint={} why=\"{}\"", known.hex(), why));
        return found;
    }

    private static Optional<Found> taken(Outcome<byte[]> outcome, MemberKey.Source source, List<String> said) {
        return switch (outcome) {
            case Outcome.Done<byte[]>(byte[] key) -> Optional.of(new Found(key, source));
            case Outcome.Refused<byte[]>(String why) -> {
                said.add(why);
                yield Optional.empty();
            }
        };
    }

    private static Outcome<byte[]> wanted(Outcome<byte[]> outcome, Optional<Fingerprint> wanted) {
        boolean isOther = wanted.isPresent() && outcome.toOptional().flatMap(key -> OpenPgpKeyring.read(key, List.of()).toOptional())
                .filter(read -> !wanted.get().isOf(read.certificates().getFirst())).isPresent();
        return isOther ? Outcome.refused("The Web Key Directory has another key.") : outcome;
    }
}

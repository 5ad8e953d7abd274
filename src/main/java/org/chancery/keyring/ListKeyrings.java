package org.chancery.keyring;

import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.protection.smime.RevocationDemand;

/// The keyring of each list, read when it is asked for and kept as long as the store says that nothing changed: two servers on one
/// database see a change of either with the next post.
///
/// Example: `keyrings.of(list).opener(Set.of(Technology.OPENPGP), receipt.at())`.
public final class ListKeyrings {
    /// A keyring of some hundred members is about 1 MB.
    private static final int MOST = 200;

    private final Ports ports;
    private final KeyBox box;
    private final SecureRandom random;
    private final ConcurrentHashMap<ListId, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(long version, RevocationDemand demand, ListKeyring keyring) {}

    public ListKeyrings(Ports ports, KeyBox box, SecureRandom random) {
        this.ports = ports;
        this.box = box;
        this.random = random;
    }

    /// What is read may be newer than the version asked for before, never older.
    public ListKeyring of(MailingList mailingList) {
        RevocationDemand demand = RevocationDemand.ofWord(mailingList.settings().text(Setting.REVOCATION));
        ListId list = mailingList.id();
        long version = ports.lists().version(list);
        if (version == 0) {
            return ListKeyring.EMPTY;
        }
        Kept known = kept.get(list);
        if (known != null && known.version() == version && known.demand() == demand) {
            return known.keyring();
        }
        ListKeyring keyring = new KeyringReading(ports, box, random).of(list, demand);
        if (kept.size() >= MOST) {
            kept.clear();
        }
        kept.put(list, new Kept(version, demand, keyring));
        return keyring;
    }
}

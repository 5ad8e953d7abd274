package org.chancery.keyring;

import java.util.Optional;

/// Everything of this room that the line, administration, pages and housekeeping work with.
///
/// Example: `Keyring.over(store.keys(), box, memory, site).keyrings().of(list)`.
public record Keyring(
        Ports ports, ListKeyrings keyrings, SignatureMemory memory, ListKeyDesk listKeys, ListKeyImport imports, KeyBackup backup,
        KeyRestore restore, ArchiveKeys archive, TrustDesk trust, MemberKeyDesk memberKeys, MemberCiphers ciphers, AutocryptCandidates autocrypt, KeyWarnings warnings,
        Optional<KeyLookup> lookup) {

    public static Keyring over(Ports ports, KeyBox box, SignatureMemory memory, MemberKeyDesk.Surroundings site) {
        ListKeyrings keyrings = new ListKeyrings(ports, box, site.random());
        ListKeyDesk listKeys = new ListKeyDesk(ports, box, site.clock(), site.random());
        ListKeyImport imports = new ListKeyImport(ports, box, listKeys, site.clock());
        ArchiveKeys archive = new ArchiveKeys(ports.lists(), box, site.clock(), site.random());
        MemberKeyDesk memberKeys = new MemberKeyDesk(ports, keyrings, memory, site);
        return new Keyring(
                ports, keyrings, memory, listKeys, imports, new KeyBackup(ports, box, archive, site.members(), site.clock(), site.random()),
                new KeyRestore(ports, imports, listKeys, archive, site.clock()), archive, new TrustDesk(ports.lists(), site.clock()),
                memberKeys, new MemberCiphers(ports.members(), site.clock()), new AutocryptCandidates(memberKeys, site.members(), site.clock()), new KeyWarnings(ports, keyrings, site), Optional.empty());
    }

    /// With a way to servers of others that have keys, where the site wants it.
    public Keyring asking(KeyLookup others) {
        return new Keyring(ports, keyrings, memory, listKeys, imports, backup, restore, archive, trust, memberKeys, ciphers, autocrypt, warnings, Optional.of(others));
    }
}

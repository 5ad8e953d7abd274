package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpMessages;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.secrets.Secret;

/// All keys of a list in one text, with secrets, revocations and the key of its archive, encrypted to the owners of the list: who has it and an owner's key needs
/// nothing else to read the list's mail. It is made in memory and leaves the house encrypted only.
///
/// Example: `backup.of(list)`, then an owner runs `gpg --decrypt` and hands the result to `chancery key restore LIST --dry-run`.
public final class KeyBackup {
    private final Ports ports;
    private final KeyBox box;
    private final ArchiveKeys archive;
    private final Members members;
    private final InstantSource clock;
    private final SecureRandom random;

    public KeyBackup(Ports ports, KeyBox box, ArchiveKeys archive, Members members, InstantSource clock, SecureRandom random) {
        this.ports = ports;
        this.box = box;
        this.archive = archive;
        this.members = members;
        this.clock = clock;
        this.random = random;
    }

    /// Armoured, for every owner with an OpenPGP key that can be encrypted to.
    public Outcome<byte[]> of(MailingList list) {
        List<OpenPgpCertificate> owners = owners(list);
        if (owners.isEmpty()) {
            return Outcome.refused("No owner of " + list.address() + " has an OpenPGP key here that the backup could be encrypted to. \"chancery key import " + list.address() + " OWNER FILE\" gives him one.");
        }
        Optional<String> text = text(list);
        if (text.isEmpty()) {
            return Outcome.refused("The list " + list.address() + " has no keys that could be saved.");
        }
        try {
            byte[] packets = OpenPgpSigner.literal(text.get().getBytes(StandardCharsets.UTF_8), false);
            return Outcome.done(Armor.write("PGP MESSAGE", OpenPgpMessages.encrypt(packets, owners, List.of(), clock.instant(), random)));
        } catch (OpenPgpMessages.CannotEncrypt chosenAbove) {
            return Outcome.refused("The backup cannot be encrypted: " + chosenAbove.getMessage() + ".");
        }
    }

    private List<OpenPgpCertificate> owners(MailingList list) {
        Instant now = clock.instant();
        List<OpenPgpCertificate> owners = new ArrayList<>();
        members.each(list.id(), Optional.of(Role.OWNER), owner -> ports.members().of(list.id(), owner.address()).stream()
                .filter(key -> key.isActive() && key.slot() == Slot.OPENPGP)
                .flatMap(key -> OpenPgpKeyring.read(key.certificate(), List.of()).toOptional().stream())
                .map(read -> read.certificates().getFirst())
                .filter(certificate -> !certificate.encryptionKeys(now).isEmpty())
                .forEach(owners::add));
        return owners;
    }

    /// Blocks of armour and PEM with a line before each that says what it is; empty without any key that opens.
    private Optional<String> text(MailingList list) {
        var text = new StringBuilder("Keys of " + list.address() + ", saved " + clock.instant() + "\n");
        Optional<Secret> ofArchive = archive.key(list.id());
        ofArchive.ifPresent(key -> text.append(KeyRestore.ARCHIVE_KEY).append(Base64.getEncoder().encodeToString(key.reveal())).append('\n'));
        int saved = ofArchive.isPresent() ? 1 : 0;
        for (ListKey key : ports.lists().of(list.id())) {
            Optional<Secret> secret = box.open(key);
            if (secret.isPresent() && key.state() != ListKey.State.REQUESTED) {
                saved++;
                text.append("\n# ").append(key.technology().word()).append(' ').append(key.state().word()).append(' ').append(key.component()).append('\n')
                        .append(blocks(key, secret.get()));
            }
        }
        return saved == 0 ? Optional.empty() : Optional.of(text.toString());
    }

    private String blocks(ListKey key, Secret secret) {
        if (key.technology() == Technology.SMIME) {
            return new String(key.certificate(), StandardCharsets.US_ASCII) + secret.revealText();
        }
        String revocation = box.openRevocation(key).map(one -> "\n# revocation, to be published when the secret is lost\n" + one.revealText()).orElse("");
        return ascii(Armor.write("PGP PRIVATE KEY BLOCK", secret.reveal())) + ascii(Armor.write("PGP PUBLIC KEY BLOCK", key.certificate())) + revocation;
    }

    private static String ascii(byte[] armour) {
        return new String(armour, StandardCharsets.US_ASCII).replace("\r\n", "\n");
    }
}

package org.chancery.keyring;

import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A list on a real SQLite store, with a clock that is moved by hand.
abstract class KeyringTest {
    static final Address ANNA = Address.of("anna@example.net");
    static final SecureRandom RANDOM = new SecureRandom();

    /// Now, since programs that are not ours have no other clock.
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final InstantSource clock = () -> now;
    @TempDir
    Path data = Path.of(".");

    Store store = unopened();
    KeyBox box = new KeyBox(new SealedBox(Secret.of(new byte[32]), RANDOM));
    ListKeyrings keyrings = unopened();
    MailingList talk = unopened();

    @BeforeEach
    void open() throws IOException {
        store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(new byte[32]), clock, () -> {});
        keyrings = new ListKeyrings(store.keys(), box, RANDOM);
        store.lists().addDomain(Domain.of("lists.example.org"), act("domain.add", "lists.example.org"));
        talk = list("talk");
    }

    MailingList list(String name) {
        return store.lists().create(Address.of(name + "@lists.example.org"), "discussion", Settings.DEFAULTS, "accept.", act("list.create", name)).orElseThrow();
    }

    @AfterEach
    void close() {
        store.close();
    }

    Act act(String action, String object) {
        return new Act(now, "admin@example.org", "cli", action, object, "");
    }

    void join(Address address, Role role) {
        store.members().add(new NewMember(talk.id(), address, "", role, Member.Preferences.DEFAULT), act("member.add", address.toString())).orElseThrow();
    }

    /// Makes it the active key, whatever it is.
    void bind(Address address, Slot slot, String fingerprint, byte[] certificate) {
        MemberKey key = new MemberKey(talk.id(), address, slot, fingerprint, MemberKey.State.ACTIVE, MemberKey.Source.ADMINISTRATOR, certificate,
                now, now, Optional.empty(), Optional.empty(), 0, 0);
        store.keys().members().replace(talk.id(), address, slot, store.keys().members().ofPerson(talk.id(), address), List.of(key), List.of(act("key.import", fingerprint)), List.of());
    }

    void bindOpenPgp(Address address, byte[] file) {
        var certificate = OpenPgpKeyring.read(file, List.of()).orThrow().certificates().getFirst();
        bind(address, Slot.OPENPGP, certificate.fingerprint(), certificate.encoded());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}

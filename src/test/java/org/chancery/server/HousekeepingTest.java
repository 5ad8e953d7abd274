package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.AuditChain;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.KeyLookup;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.SignatureMemory;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.store.Stores;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done by itself, and where it is not.
class HousekeepingTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();
    @TempDir
    Path data = Path.of(".");

    @Test
    void nobody_is_asked_for_keys_of_members_unless_the_site_wants_it() throws Exception {
        byte[] key = new byte[32];
        key[0] = 1;
        try (Store store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(new byte[32]), CLOCK, () -> {})) {
            Keyring keyring = Keyring.over(store.keys(), new KeyBox(new SealedBox(Secret.of(key), RANDOM)), new SignatureMemory(store.keys().accepted(), Secret.of(key)), new MemberKeyDesk.Surroundings(
                    store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", CLOCK, RANDOM), new ConfirmTokens(key), List::of, CLOCK, RANDOM, () -> {}));
            assertThat(Housekeeping.refresh(keyring, store.lists(), CLOCK, RANDOM)).isEmpty();
            Keyring asking = keyring.asking(new KeyLookup(Optional.empty(), Optional.empty()));
            assertThat(Housekeeping.refresh(asking, store.lists(), CLOCK, RANDOM)).hasValueSatisfying(chore -> assertThat(chore.period()).isEqualTo(Duration.ofHours(1)));
        }
    }
}

package org.chancery.kit;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.chancery.keyring.AutocryptCandidates;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.SignatureMemory;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.FactCollector;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.Posting;
import org.chancery.posting.Stations;
import org.chancery.posting.UnopenedPosts;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.store.Store;
import org.chancery.token.ConfirmTokens;

/// What the line asks of the room of keys, over the store of a test.
public record TestKeyring(KeyBox box, ListKeyrings keyrings, SignatureMemory memory, UnopenedPosts unopened) {

    public static TestKeyring of(Store store) {
        SecureRandom random = new SecureRandom();
        KeyBox box = new KeyBox(new SealedBox(Secret.of(new byte[32]), random));
        return new TestKeyring(box, new ListKeyrings(store.keys(), box, random), new SignatureMemory(store.keys().accepted(), Secret.of(new byte[32])).among(store.lists()),
                new UnopenedPosts(store.senders().failures()));
    }

    public Stations stations(Authentication authentication, FactCollector facts) {
        return new Stations(authentication, facts, keyrings, memory, unopened, new OpeningBudget(64 << 20));
    }

    public AutocryptCandidates autocrypt(Store store) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        MemberKeyDesk desk = new MemberKeyDesk(store.keys(), keyrings, memory, new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, random), new ConfirmTokens("for tests only: thirty-two octet".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), List::of, clock, random, () -> {}));
        return new AutocryptCandidates(desk, store.members(), clock);
    }
}

package org.chancery.keyring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.protection.Plaintext;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.Test;

class ArchiveKeysTest extends KeyringTest {
    private static final byte[] POST = "Subject: canary\r\n\r\nThe canary sings.\r\n".getBytes(UTF_8);

    private ArchiveKeys keys() {
        return new ArchiveKeys(store.keys().lists(), box, clock, RANDOM);
    }

    private Optional<byte[]> sealed(MailingList list, String post) {
        return keys().seal(list.id(), post, new Plaintext(POST));
    }

    private Optional<byte[]> opened(MailingList list, String post, byte[] sealed) {
        return keys().open(list.id(), post, sealed).map(Plaintext::reveal);
    }

    @Test
    void what_is_sealed_opens_under_its_own_list_and_post_only() {
        MailingList other = list("other");
        byte[] sealed = sealed(talk, "17").orElseThrow();
        assertThat(new String(sealed, UTF_8)).doesNotContain("canary");
        assertThat(opened(talk, "17", sealed)).hasValueSatisfying(post -> assertThat(post).isEqualTo(POST));
        assertThat(opened(talk, "18", sealed)).as("a row put in the place of another").isEmpty();
        assertThat(opened(other, "17", sealed)).as("a list without a key").isEmpty();
        assertThat(sealed(other, "17")).isPresent();
        assertThat(opened(other, "17", sealed)).as("a list with another key").isEmpty();
    }

    @Test
    void not_one_bit_of_a_sealed_post_can_be_changed() {
        byte[] sealed = sealed(talk, "17").orElseThrow();
        for (int at : new int[] {0, sealed.length / 2, sealed.length - 1}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(opened(talk, "17", changed)).isEmpty();
        }
        assertThat(opened(talk, "17", Arrays.copyOf(sealed, sealed.length - 1))).isEmpty();
    }

    @Test
    void the_key_is_made_once_and_its_making_is_in_the_log() {
        sealed(talk, "1").orElseThrow();
        byte[] first = store.keys().lists().archiveKey(talk.id()).orElseThrow();
        sealed(talk, "2").orElseThrow();
        assertThat(store.keys().lists().archiveKey(talk.id())).hasValueSatisfying(key -> assertThat(key).isEqualTo(first));
        assertThat(store.audit().last(10)).filteredOn(entry -> entry.act().action().equals("archive.key")).hasSize(1);
    }

    @Test
    void under_another_master_key_nothing_is_sealed_and_the_key_stays_as_it_is() {
        byte[] sealed = sealed(talk, "17").orElseThrow();
        byte[] stored = store.keys().lists().archiveKey(talk.id()).orElseThrow();
        Secret key = keys().key(talk.id()).orElseThrow();
        box = new KeyBox(new SealedBox(Secret.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}), RANDOM));
        assertThat(sealed(talk, "18")).isEmpty();
        assertThat(opened(talk, "17", sealed)).isEmpty();
        assertThat(store.keys().lists().archiveKey(talk.id())).hasValueSatisfying(kept -> assertThat(kept).isEqualTo(stored));
        assertThat(keys().restore(talk.id(), key, new By("owner", "cli"))).as("out of a backup").isTrue();
        assertThat(opened(talk, "17", sealed)).isPresent();
        assertThat(sealed(talk, "18")).isPresent();
    }

    @Test
    void a_key_that_opens_is_never_given_up_for_another() {
        sealed(talk, "17").orElseThrow();
        Secret key = keys().key(talk.id()).orElseThrow();
        assertThat(keys().look(talk.id(), key)).isEqualTo(Outcome.done(false));
        assertThat(keys().look(talk.id(), Secret.of(new byte[32]))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void a_secret_key_in_the_store_is_sealed() {
        sealed(talk, "17").orElseThrow();
        String stored = new String(store.keys().lists().archiveKey(talk.id()).orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain(new String(keys().key(talk.id()).orElseThrow().reveal(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}

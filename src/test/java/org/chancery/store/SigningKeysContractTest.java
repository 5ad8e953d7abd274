package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.chancery.mail.Domain;
import org.chancery.posting.signing.StoredKey;
import org.junit.jupiter.api.Test;

class SigningKeysContractTest extends ContractTest {
    private static final Instant AT = Instant.parse("2026-11-23T00:00:00Z");

    private static StoredKey key(String selector, Instant at) {
        return new StoredKey(EXAMPLE, selector, "rsa-sha256", "v=DKIM1; p=AAAA", new byte[] {1, 2, 3}, at);
    }

    private boolean add(Domain domain, StoredKey... keys) {
        return store.signingKeys().add(domain, List.of(keys), act("domain.key", domain.ascii()));
    }

    @Test
    void the_newest_key_comes_first_and_comes_back_as_it_was() {
        list("talk");
        assertThat(add(EXAMPLE, key("a", AT), key("b", AT.plusSeconds(60)))).isTrue();
        assertThat(store.signingKeys().of(EXAMPLE)).extracting(StoredKey::selector).containsExactly("b", "a");
        StoredKey found = store.signingKeys().of(EXAMPLE).getLast();
        assertThat(found).usingRecursiveComparison().isEqualTo(key("a", AT));
        assertThat(found.name()).isEqualTo("a._domainkey." + EXAMPLE);
    }

    @Test
    void a_selector_is_given_once_and_then_all_or_nothing_is_written() {
        list("talk");
        assertThat(add(EXAMPLE, key("a", AT))).isTrue();
        assertThat(add(EXAMPLE, key("c", AT), key("a", AT))).isFalse();
        assertThat(store.signingKeys().of(EXAMPLE)).hasSize(1);
    }

    @Test
    void a_domain_that_is_not_served_has_no_keys() {
        assertThat(add(Domain.of("elsewhere.example"), key("a", AT))).isFalse();
        assertThat(store.signingKeys().of(Domain.of("elsewhere.example"))).isEmpty();
    }

    @Test
    void a_key_is_removed_once() {
        list("talk");
        add(EXAMPLE, key("a", AT));
        assertThat(store.signingKeys().remove(EXAMPLE, "a", act("domain.key.remove", "a"))).isTrue();
        assertThat(store.signingKeys().remove(EXAMPLE, "a", act("domain.key.remove", "a"))).isFalse();
        assertThat(store.signingKeys().of(EXAMPLE)).isEmpty();
    }
}

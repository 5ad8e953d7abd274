package org.chancery.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.token.ConfirmTokens.Subject;
import org.junit.jupiter.api.Test;

class ConfirmTokensTest {
    private static final Instant EXPIRES = Instant.parse("2026-11-25T12:00:00Z");
    private static final Domain HOST = Domain.of("lists.example.org");
    private static final Address ANN = Address.of("ann@example.net");
    private final ConfirmTokens tokens = new ConfirmTokens(key(1));

    private static byte[] key(int octet) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) octet);
        return key;
    }

    private static Subject subject(long id) {
        return new Subject(id, "confirm", HOST, ANN, List.of("list 7", "change join"), EXPIRES);
    }

    @Test
    void a_token_has_34_characters_names_its_row_and_holds_in_either_case() {
        for (long id : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            String token = tokens.create(subject(id));
            assertThat(token).hasSize(ConfirmTokens.LENGTH).matches("[a-z2-7]+").startsWith(ConfirmTokens.id(id));
            assertThat(ConfirmTokens.readId(token)).contains(id);
            assertThat(ConfirmTokens.readId(ConfirmTokens.id(id))).contains(id);
            assertThat(tokens.holds(token.toUpperCase(Locale.ROOT), subject(id))).isTrue();
        }
    }

    @Test
    void a_token_holds_for_nothing_that_differs_in_one_point() {
        String token = tokens.create(subject(5));
        List<Subject> others = List.of(
                new Subject(6, "confirm", HOST, ANN, List.of("list 7", "change join"), EXPIRES),
                new Subject(5, "moderate", HOST, ANN, List.of("list 7", "change join"), EXPIRES),
                new Subject(5, "confirm", Domain.of("lists.example.com"), ANN, List.of("list 7", "change join"), EXPIRES),
                new Subject(5, "confirm", HOST, Address.of("bob@example.net"), List.of("list 7", "change join"), EXPIRES),
                new Subject(5, "confirm", HOST, ANN, List.of("list 8", "change join"), EXPIRES),
                new Subject(5, "confirm", HOST, ANN, List.of("list 7", "change leave"), EXPIRES),
                new Subject(5, "confirm", HOST, ANN, List.of("list 7change join"), EXPIRES),
                new Subject(5, "confirm", HOST, ANN, List.of("list 7", "change join"), EXPIRES.plusMillis(1)));
        assertThat(others).noneMatch(other -> tokens.holds(token, other));
        assertThat(new ConfirmTokens(key(2)).holds(token, subject(5))).isFalse();
        assertThat(tokens.holds(token, new Subject(5, "confirm", HOST, ANN, List.of("change join", "list 7"), EXPIRES))).isTrue();
    }

    @Test
    void a_changed_token_never_holds() {
        String token = tokens.create(subject(5));
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            char[] changed = token.toCharArray();
            int at = random.nextInt(changed.length);
            changed[at] = changed[at] == 'a' ? 'b' : 'a';
            assertThat(tokens.holds(new String(changed), subject(5))).isFalse();
        }
        assertThat(List.of("", "a", token + "a", token.substring(1), "!".repeat(34))).noneMatch(text -> tokens.holds(text, subject(5)));
    }

    /// reliability.md I10: who knows the number of a request and holds tokens of other requests still opens nothing.
    @Test
    void of_a_million_forged_tokens_none_opens_a_request() {
        Subject target = subject(5);
        Random random = new Random(11);
        byte[] mac = new byte[13];
        List<String> others = List.of(
                tokens.create(new Subject(5, "moderate", HOST, ANN, target.objects(), EXPIRES)),
                tokens.create(new Subject(5, "confirm", HOST, ANN, List.of("list 8", "change join"), EXPIRES)),
                tokens.create(new Subject(5, "confirm", HOST, ANN, target.objects(), EXPIRES.minus(Duration.ofDays(3)))),
                tokens.create(subject(6)), new ConfirmTokens(key(2)).create(target));
        int opened = 0;
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(mac);
            String forged = i % 4 != 0
                    ? ConfirmTokens.id(5) + Base32.encode(mac)
                    : ConfirmTokens.id(5) + others.get(i / 4 % others.size()).substring(13, 13 + i % 22) + Base32.encode(mac).substring(i % 22);
            opened += tokens.holds(forged, target) ? 1 : 0;
        }
        assertThat(opened).isZero();
    }

    @Test
    void a_token_of_the_key_before_holds_on_and_new_ones_are_made_with_the_new_key() {
        String old = tokens.create(subject(5));
        ConfirmTokens changed = new ConfirmTokens(key(2), List.of(key(1)));
        assertThat(changed.holds(old, subject(5))).isTrue();
        assertThat(changed.holds(old, subject(6))).isFalse();
        assertThat(tokens.holds(changed.create(subject(5)), subject(5))).isFalse();
        assertThat(changed.holds(changed.create(subject(5)), subject(5))).isTrue();
        assertThat(new ConfirmTokens(key(3), List.of(key(2))).holds(old, subject(5))).as("two changes later").isFalse();
        assertThatThrownBy(() -> new ConfirmTokens(key(2), List.of(new byte[32]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_that_anybody_could_guess_are_refused() {
        assertThatThrownBy(() -> new ConfirmTokens(new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfirmTokens(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_address_leaves_the_list_out_where_it_would_grow_too_long() {
        String token = tokens.create(subject(5));
        assertThat(ConfirmTokens.replyTo(Address.of("talk@lists.example.org"), token)).isEqualTo(Address.of("talk-confirm+" + token + "@lists.example.org"));
        assertThat(ConfirmTokens.replyTo(Address.of("a".repeat(52) + "@lists.example.org"), token)).isEqualTo(Address.of("confirm+" + token + "@lists.example.org"));
        assertThat(ConfirmTokens.returnPath(HOST, 5).localPart()).isEqualTo("challenge-bounces+" + ConfirmTokens.id(5));
    }

    @Test
    void a_form_value_holds_for_its_subject_for_ten_minutes() {
        FormNonces nonces = new FormNonces(key(1));
        String nonce = nonces.create("c token", EXPIRES);
        assertThat(nonces.holds(nonce, "c token", EXPIRES)).isTrue();
        assertThat(nonces.holds(nonce, "c token", EXPIRES.plus(Duration.ofMinutes(10)))).isFalse();
        assertThat(nonces.holds(nonce, "c token", EXPIRES.minusMillis(1))).isFalse();
        assertThat(nonces.holds(nonce, "c other", EXPIRES)).isFalse();
        assertThat(nonces.holds("", "c token", EXPIRES)).isFalse();
    }
}

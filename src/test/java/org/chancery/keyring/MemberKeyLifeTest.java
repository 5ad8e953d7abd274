package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.keyring.MemberKeyLife.Effect;
import org.chancery.keyring.MemberKeyLife.Event;
import org.chancery.keyring.MemberKeyLife.Standing;
import org.chancery.keyring.MemberKeyLife.Step;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transition, and that there are no others.
class MemberKeyLifeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    /// Standing, event: where it goes, and how. What is not here does not happen.
    private static final String TABLE =
            """
            none            uploaded           pending         challenge
            none            installed          active          install
            pending         uploaded           pending         challenge
            pending         proved             active          activate
            pending         installed          active          install
            pending         objected           none            drop
            active          uploaded           active_pending  challenge
            active          renewed            active          merge
            active          installed          active          install
            active          revoked            none            revoke
            active          withdrawn          withdrawn       withdraw
            active_pending  uploaded           active_pending  challenge
            active_pending  renewed            active_pending  merge
            active_pending  proved             active_proved   await
            active_pending  proved_and_signed  active          activate
            active_pending  installed          active          install
            active_pending  objected           active          drop
            active_pending  revoked            pending         revoke
            active_pending  withdrawn          withdrawn_pending  withdraw
            active_proved   uploaded           active_pending  challenge
            active_proved   renewed            active_proved   merge
            active_proved   proved_and_signed  active          activate
            active_proved   approved           active_cooling  cool
            active_proved   installed          active          install
            active_proved   objected           active          drop
            active_proved   revoked            active          revoke_and_activate
            active_proved   withdrawn          withdrawn_proved  withdraw
            active_cooling  uploaded           active_pending  challenge
            active_cooling  renewed            active_cooling  merge
            active_cooling  proved_and_signed  active          activate
            active_cooling  cooled             active          activate
            active_cooling  installed          active          install
            active_cooling  objected           active          drop
            active_cooling  revoked            active          revoke_and_activate
            active_cooling  withdrawn          withdrawn_cooling  withdraw
            beside          uploaded           beside_pending  challenge
            beside          installed          active          install
            beside          revoked            beside          revoke
            beside_pending  uploaded           beside_pending  challenge
            beside_pending  proved             beside_proved   await
            beside_pending  proved_and_signed  active          activate
            beside_pending  installed          active          install
            beside_pending  objected           beside          drop
            beside_pending  revoked            beside_pending  revoke
            beside_proved   uploaded           beside_pending  challenge
            beside_proved   proved_and_signed  active          activate
            beside_proved   approved           beside_cooling  cool
            beside_proved   installed          active          install
            beside_proved   objected           beside          drop
            beside_proved   revoked            beside_proved   revoke
            beside_cooling  uploaded           beside_pending  challenge
            beside_cooling  proved_and_signed  active          activate
            beside_cooling  cooled             active          activate
            beside_cooling  installed          active          install
            beside_cooling  objected           beside          drop
            beside_cooling  revoked            beside_cooling  revoke
            withdrawn       uploaded           withdrawn_pending  challenge
            withdrawn       installed          active          install
            withdrawn       revoked            none            revoke
            withdrawn_pending  uploaded           withdrawn_pending  challenge
            withdrawn_pending  proved             withdrawn_proved  await
            withdrawn_pending  proved_and_signed  withdrawn_proved  await
            withdrawn_pending  installed          active          install
            withdrawn_pending  objected           withdrawn       drop
            withdrawn_pending  revoked            pending         revoke
            withdrawn_proved  uploaded           withdrawn_pending  challenge
            withdrawn_proved  approved           withdrawn_cooling  cool
            withdrawn_proved  installed          active          install
            withdrawn_proved  objected           withdrawn       drop
            withdrawn_proved  revoked            active          revoke_and_activate
            withdrawn_cooling  uploaded           withdrawn_pending  challenge
            withdrawn_cooling  cooled             active          activate
            withdrawn_cooling  installed          active          install
            withdrawn_cooling  objected           withdrawn       drop
            withdrawn_cooling  revoked            active          revoke_and_activate
            """;

    private static Map<String, Step> table() {
        Map<String, Step> table = new TreeMap<>();
        for (String line : TABLE.lines().map(line -> line.toUpperCase(Locale.ROOT)).toList()) {
            String[] words = line.split(" +");
            table.put(words[0] + " " + words[1], new Step(Standing.valueOf(words[2]), Effect.valueOf(words[3])));
        }
        return table;
    }

    static Stream<Arguments> each() {
        return Arrays.stream(Standing.values()).flatMap(at -> Arrays.stream(Event.values()).map(event -> Arguments.of(at, event)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void what_happens_is_what_the_table_says_and_nothing_else(Standing at, Event event) {
        assertThat(MemberKeyLife.step(at, event)).isEqualTo(Optional.ofNullable(table().get(at + " " + event)));
    }

    @Test
    void nothing_but_proof_of_possession_and_consent_or_the_administrator_makes_a_key_count() {
        List<String> ways = table().entrySet().stream().filter(entry -> switch (entry.getValue().effect()) {
            case ACTIVATE, INSTALL, REVOKE_AND_ACTIVATE -> true;
            case CHALLENGE, MERGE, AWAIT, COOL, DROP, REVOKE, WITHDRAW -> false;
        }).map(Map.Entry::getKey).filter(key -> !key.endsWith("INSTALLED") && !key.endsWith("PROVED_AND_SIGNED")).toList();
        assertThat(ways).containsExactlyInAnyOrder("PENDING PROVED", "ACTIVE_COOLING COOLED", "BESIDE_COOLING COOLED", "WITHDRAWN_COOLING COOLED",
                "ACTIVE_PROVED REVOKED", "ACTIVE_COOLING REVOKED", "WITHDRAWN_PROVED REVOKED", "WITHDRAWN_COOLING REVOKED");
    }

    // ---- the rows

    private static MemberKey key(String fingerprint, MemberKey.State state) {
        return new MemberKey(new ListId(1), Address.of("anna@example.net"), Slot.OPENPGP, fingerprint, state, MemberKey.Source.MAIL, new byte[0],
                NOW, NOW, Optional.empty(), Optional.empty(), 7, 0);
    }

    private static MemberKey seen(String fingerprint, Instant at) {
        return new MemberKey(new ListId(1), Address.of("anna@example.net"), Slot.OPENPGP, fingerprint, MemberKey.State.CANDIDATE, MemberKey.Source.AUTOCRYPT,
                fingerprint.getBytes(StandardCharsets.UTF_8), at, NOW, Optional.empty(), Optional.empty(), 0, 0);
    }

    private static MemberRing ring(Standing standing) {
        MemberKey active = key("ACTIVE", MemberKey.State.ACTIVE);
        MemberKey withdrawn = key("ACTIVE", MemberKey.State.WITHDRAWN);
        return new MemberRing(switch (standing) {
            case NONE -> List.of();
            case PENDING -> List.of(key("OPEN", MemberKey.State.PENDING));
            case ACTIVE -> List.of(active);
            case ACTIVE_PENDING -> List.of(active, key("OPEN", MemberKey.State.PENDING));
            case ACTIVE_PROVED -> List.of(active, key("OPEN", MemberKey.State.PROVED));
            case ACTIVE_COOLING -> List.of(active, key("OPEN", MemberKey.State.COOLING));
            case BESIDE -> List.of();
            case BESIDE_PENDING -> List.of(key("OPEN", MemberKey.State.PENDING));
            case BESIDE_PROVED -> List.of(key("OPEN", MemberKey.State.PROVED));
            case BESIDE_COOLING -> List.of(key("OPEN", MemberKey.State.COOLING));
            case WITHDRAWN -> List.of(withdrawn);
            case WITHDRAWN_PENDING -> List.of(withdrawn, key("OPEN", MemberKey.State.PENDING));
            case WITHDRAWN_PROVED -> List.of(withdrawn, key("OPEN", MemberKey.State.PROVED));
            case WITHDRAWN_COOLING -> List.of(withdrawn, key("OPEN", MemberKey.State.COOLING));
        }, switch (standing) {
            case BESIDE, BESIDE_PENDING, BESIDE_PROVED, BESIDE_COOLING -> List.of(elsewhere(MemberKey.State.ACTIVE));
            case NONE, PENDING, ACTIVE, ACTIVE_PENDING, ACTIVE_PROVED, ACTIVE_COOLING, WITHDRAWN, WITHDRAWN_PENDING, WITHDRAWN_PROVED, WITHDRAWN_COOLING -> List.of();
        });
    }

    /// In another slot, or under another address.
    private static MemberKey elsewhere(MemberKey.State state) {
        return key("ELSEWHERE", state);
    }

    private static Standing beside(MemberKey.State elsewhere, MemberKey... here) {
        return new MemberRing(List.of(here), List.of(elsewhere(elsewhere))).standing();
    }

    @Test
    void what_counts_elsewhere_makes_the_next_key_no_first_one_and_what_is_on_its_way_there_does_not() {
        MemberKey open = key("OPEN", MemberKey.State.PENDING);
        assertThat(beside(MemberKey.State.ACTIVE, open)).isEqualTo(Standing.BESIDE_PENDING);
        assertThat(beside(MemberKey.State.WITHDRAWN, open)).isEqualTo(Standing.WITHDRAWN_PENDING);
        for (MemberKey.State nothing : List.of(MemberKey.State.CANDIDATE, MemberKey.State.PENDING, MemberKey.State.PROVED, MemberKey.State.COOLING, MemberKey.State.REVOKED)) {
            assertThat(beside(nothing, open)).as("%s", nothing).isEqualTo(Standing.PENDING);
        }
        assertThat(beside(MemberKey.State.ACTIVE, key("GONE", MemberKey.State.WITHDRAWN), open)).as("the one in use agrees").isEqualTo(Standing.BESIDE_PENDING);
        assertThat(beside(MemberKey.State.WITHDRAWN, key("HERE", MemberKey.State.ACTIVE), open)).isEqualTo(Standing.ACTIVE_PENDING);
        assertThat(beside(MemberKey.State.REVOKED, key("OPEN", MemberKey.State.PROVED))).as("it waits for an owner all the same").isEqualTo(Standing.BESIDE_PROVED);
        assertThat(beside(MemberKey.State.WITHDRAWN, key("OPEN", MemberKey.State.COOLING))).isEqualTo(Standing.WITHDRAWN_COOLING);
    }

    @ParameterizedTest
    @MethodSource("each")
    void the_rows_stand_where_the_table_says(Standing at, Event event) {
        Optional<Step> step = MemberKeyLife.step(at, event);
        if (step.isPresent()) {
            String given = event == Event.RENEWED || event == Event.REVOKED || event == Event.WITHDRAWN ? "ACTIVE" : "NEW";
            MemberRing after = ring(at).after(step.get().effect(), Optional.of(key(given, at == Standing.NONE ? MemberKey.State.PENDING : MemberKey.State.ACTIVE)), NOW);
            assertThat(after.standing()).isEqualTo(step.get().to());
            assertThat(after.keys().stream().collect(Collectors.groupingBy(MemberKey::fingerprint, Collectors.counting())).values()).allMatch(count -> count == 1);
        }
    }

    @Test
    void an_activated_key_can_be_answered_for_no_more_and_the_old_one_is_gone() {
        MemberRing after = ring(Standing.ACTIVE_PROVED).after(Effect.ACTIVATE, Optional.empty(), NOW);
        assertThat(after.keys()).singleElement().satisfies(key -> {
            assertThat(key.fingerprint()).isEqualTo("OPEN");
            assertThat(key.challenge()).isZero();
        });
    }

    @Test
    void a_revoked_key_is_kept_for_old_signatures_but_not_without_limit() {
        MemberRing ring = new MemberRing(List.of(), List.of());
        for (int i = 0; i < 15; i++) {
            ring = ring.after(Effect.INSTALL, Optional.of(key("K" + i, MemberKey.State.PENDING)), NOW).after(Effect.REVOKE, Optional.empty(), NOW);
        }
        assertThat(ring.keys()).hasSize(10).allMatch(key -> key.state() == MemberKey.State.REVOKED);
        assertThat(ring.keys().getLast().fingerprint()).isEqualTo("K14");
    }

    @Test
    void a_key_seen_in_passing_counts_for_nothing_and_displaces_no_other() {
        MemberRing noticed = ring(Standing.ACTIVE).noticed(key("SEEN", MemberKey.State.CANDIDATE)).orElseThrow();
        assertThat(noticed.standing()).isEqualTo(Standing.ACTIVE);
        assertThat(noticed.noticed(seen("LATER", NOW.plusSeconds(1))).orElseThrow().keys()).extracting(MemberKey::fingerprint).containsExactly("ACTIVE", "LATER");
        assertThat(noticed.noticed(seen("EARLIER", NOW.minusSeconds(1)))).isEmpty();
        assertThat(noticed.noticed(key("ACTIVE", MemberKey.State.CANDIDATE))).isEmpty();
        assertThat(ring(Standing.PENDING).noticed(key("OPEN", MemberKey.State.CANDIDATE))).isEmpty();
    }
}

package org.chancery.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.list.ProtectionPolicy.Level;
import org.junit.jupiter.api.Test;

/// The eight settings and what may stand beside what.
class ProtectionPolicyTest {
    private static final List<String> LEVELS = List.of("no", "yes", "force");
    private static final List<String> SIGN = List.of("no", "yes", "preserve-only");

    /// Every combination of both schemes: 81 times 81.
    private static List<Settings> combinations() {
        List<Settings> all = List.of(Settings.DEFAULTS);
        for (Setting setting : ProtectionPolicy.settings()) {
            List<Settings> more = new ArrayList<>();
            for (Settings settings : all) {
                (setting.key().endsWith("distrib_sign") ? SIGN : LEVELS).forEach(value -> more.add(settings.with(setting, value)));
            }
            all = more;
        }
        return all;
    }

    @Test
    void no_combination_lets_what_came_encrypted_go_out_in_clear_unless_that_was_asked_for() {
        List<Settings> all = combinations();
        assertThat(all).hasSize(6561);
        for (Settings settings : all) {
            ProtectionPolicy policy = ProtectionPolicy.of(settings);
            boolean opens = policy.postEncrypt().isAny();
            boolean seals = policy.distribEncrypt().isAny();
            assertThat(policy.fault().isPresent()).as(settings.toString()).isEqualTo(opens && !seals);
            assertThat(ProtectionPolicy.of(settings.with(Setting.ALLOW_PLAINTEXT_OUT, "true")).fault()).as(settings.toString()).isEmpty();
        }
    }

    @Test
    void the_stronger_demand_of_both_schemes_counts() {
        ProtectionPolicy policy = ProtectionPolicy.of(new Settings(Map.of(
                Setting.GPG_POST_SIGN, "yes", Setting.SMIME_POST_SIGN, "force", Setting.SMIME_DISTRIB_ENCRYPT, "yes", Setting.GPG_DISTRIB_SIGN, "yes")));
        assertThat(policy.postSign()).isEqualTo(Level.FORCE);
        assertThat(policy.distribEncrypt()).isEqualTo(Level.YES);
        assertThat(policy.postEncrypt()).isEqualTo(Level.NO);
        assertThat(policy.distribSign()).isTrue();
    }

    @Test
    void a_list_of_one_scheme_refuses_the_other() {
        Settings settings = new Settings(Map.of(Setting.SINGLE_SCHEME, "true", Setting.GPG_POST_SIGN, "yes"));
        assertThat(settings.fault()).isEmpty();
        assertThat(settings.with(Setting.SMIME_POST_SIGN, "yes").fault().orElseThrow()).contains("single_scheme");
    }

    @Test
    void a_list_that_hides_its_authors_cannot_demand_their_signatures() {
        Settings settings = new Settings(Map.of(Setting.ANONYMOUS, "true", Setting.GPG_POST_SIGN, "force"));
        assertThat(settings.fault().orElseThrow()).contains("anonymous");
    }

    @Test
    void values_are_taken_in_the_case_of_the_seed() {
        Settings settings = new Settings(Map.of(Setting.GPG_POST_SIGN, "Force", Setting.GPG_POST_ENCRYPT, "No"));
        assertThat(settings.text(Setting.GPG_POST_SIGN)).isEqualTo("force");
        assertThat(settings.set()).doesNotContainKey(Setting.GPG_POST_ENCRYPT);
    }

    @Test
    void a_list_without_these_settings_has_no_protection() {
        assertThat(ProtectionPolicy.of(Settings.DEFAULTS).isNone()).isTrue();
        assertThat(ProtectionPolicy.of(new Settings(Map.of(Setting.SMIME_DISTRIB_SIGN, "yes"))).isNone()).isFalse();
        assertThat(ProtectionPolicy.of(new Settings(Map.of(Setting.SMIME_DISTRIB_SIGN, "preserve-only"))).isNone()).isTrue();
    }
}

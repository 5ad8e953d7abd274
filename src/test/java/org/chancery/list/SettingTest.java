package org.chancery.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// What settings take, beside the languages of some of them.
class SettingTest {
    @Test
    void words_come_in_any_case_and_order_and_are_kept_once() {
        Settings settings = new Settings(Map.of(Setting.PROVENANCE, "  Sig FROM\tsig "));
        assertThat(settings.text(Setting.PROVENANCE)).isEqualTo("sig from");
        assertThat(settings.words(Setting.PROVENANCE)).containsExactly("sig", "from");
        assertThat(Settings.DEFAULTS.words(Setting.PROVENANCE)).isEmpty();
    }

    @Test
    void a_word_that_is_none_of_them_is_refused_by_name() {
        assertThatThrownBy(() -> new Settings(Map.of(Setting.PROVENANCE, "from subject\u0007")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("provenance: expected words of from, to, cc, date, sig, enc with blanks between them; subject? is none");
    }

    @Test
    void the_default_of_each_setting_is_a_value_it_takes() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.kind().fault(setting.initial())).as(setting.key()).isEmpty();
        }
    }
}

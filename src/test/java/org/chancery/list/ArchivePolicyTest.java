package org.chancery.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.chancery.list.ArchivePolicy.Form;
import org.junit.jupiter.api.Test;

class ArchivePolicyTest {
    private static final Map<Setting, String> KEPT = Map.of(Setting.ARCHIVE, "owners");

    private static Settings settings(Map<Setting, String> more) {
        Map<Setting, String> all = new java.util.EnumMap<>(KEPT);
        all.putAll(more);
        return new Settings(all);
    }

    private static Form form(Map<Setting, String> more, boolean cameEncrypted) {
        return ArchivePolicy.of(settings(more)).form(cameEncrypted);
    }

    @Test
    void nothing_is_kept_where_nobody_asked_for_it() {
        assertThat(ArchivePolicy.of(Settings.DEFAULTS).form(false)).isEqualTo(Form.NONE);
        assertThat(ArchivePolicy.of(Settings.DEFAULTS).form(true)).isEqualTo(Form.NONE);
    }

    @Test
    void what_came_or_goes_out_encrypted_is_sealed_unless_somebody_chose_otherwise() {
        assertThat(form(Map.of(), false)).isEqualTo(Form.PLAIN);
        assertThat(form(Map.of(), true)).isEqualTo(Form.SEALED);
        assertThat(form(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes"), false)).isEqualTo(Form.SEALED);
        assertThat(form(Map.of(Setting.SMIME_DISTRIB_ENCRYPT, "force"), false)).isEqualTo(Form.SEALED);
        assertThat(form(Map.of(Setting.ARCHIVE_ENCRYPTED, "none"), true)).isEqualTo(Form.NONE);
        assertThat(form(Map.of(Setting.GPG_POST_SIGN, "force"), false)).as("a list that signs has no secrets").isEqualTo(Form.PLAIN);
    }

    @Test
    void in_clear_takes_two_settings() {
        Map<Setting, String> one = Map.of(Setting.ARCHIVE_ENCRYPTED, "plain");
        assertThat(settings(one).fault().orElseThrow()).contains("allow_plaintext_archive=true");
        assertThat(form(one, true)).as("stored although it cannot be set").isEqualTo(Form.SEALED);
        Map<Setting, String> both = Map.of(Setting.ARCHIVE_ENCRYPTED, "plain", Setting.ALLOW_PLAINTEXT_ARCHIVE, "true");
        assertThat(settings(both).fault()).isEmpty();
        assertThat(form(both, true)).isEqualTo(Form.PLAIN);
    }

    @Test
    void a_list_that_sends_nothing_in_clear_keeps_nothing_in_clear() {
        Map<Setting, String> settings = Map.of(
                Setting.ARCHIVE_ENCRYPTED, "plain", Setting.ALLOW_PLAINTEXT_ARCHIVE, "true", Setting.GPG_DISTRIB_ENCRYPT, "force");
        assertThat(settings(settings).fault().orElseThrow()).contains("distrib_encrypt force");
        assertThat(form(settings, false)).isEqualTo(Form.SEALED);
    }
}

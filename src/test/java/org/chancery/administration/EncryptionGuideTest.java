package org.chancery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.policy.Policies;
import org.junit.jupiter.api.Test;

/// Keeps the guide true: the settings of encrypted lists stand in it as they are in the code, and all styles that have any.
class EncryptionGuideTest {
    private static final Path GUIDE = Path.of("docs/admin/encryption.md");

    private static List<String> rows(String heading) throws IOException {
        String guide = Files.readString(GUIDE);
        String section = guide.substring(guide.indexOf("## " + heading + "\n"));
        return section.substring(0, section.indexOf("\n## ", 1)).lines().filter(line -> line.startsWith("| `")).toList();
    }

    private static List<String> rows(Setting first, Setting last) {
        return EnumSet.range(first, last).stream().map(setting -> "| `" + setting.key() + "` | " + initial(setting) + " | " + setting.help() + " |").toList();
    }

    private static String initial(Setting setting) {
        return setting.initial().isEmpty() ? "empty" : "`" + setting.initial() + "`";
    }

    @Test
    void each_setting_and_no_other_stands_in_the_guide_with_its_default_and_its_meaning() throws IOException {
        assertThat(rows("Settings")).isEqualTo(rows(Setting.GPG_POST_ENCRYPT, Setting.NO_KEY_DAYS));
    }

    @Test
    void so_do_those_of_the_archive_in_theirs() throws IOException {
        assertThat(Files.readString(Path.of("docs/admin/archive.md")).lines().filter(line -> line.startsWith("| `")).toList()).isEqualTo(rows(Setting.ARCHIVE, Setting.ALLOW_PLAINTEXT_ARCHIVE));
    }

    @Test
    void each_style_that_opens_or_seals_stands_in_the_guide() throws IOException {
        List<String> protecting = Policies.STYLES.stream().filter(style -> !ProtectionPolicy.of(Styles.require(style).settings()).isNone()).toList();
        assertThat(rows("Styles").stream().map(row -> row.substring(3, row.indexOf('`', 3)))).containsExactlyElementsOf(protecting);
    }
}

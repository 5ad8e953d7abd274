package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.chancery.cli.TestSite.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands on a real store that begins with one list.
abstract class OneListTest {
    static final String LIST = "talk@lists.example.org";

    @TempDir
    Path folder;

    TestSite site;

    @BeforeEach
    void aSiteWithOneList() {
        site = new TestSite(folder.resolve("data"));
        site.done("domain", "add", "lists.example.org");
        site.done("list", "create", LIST);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /// What it said, for whoever looks further.
    Ran isRefused(String because, String... line) {
        Ran ran = site.run(line);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.err()).contains(because);
        return ran;
    }
}

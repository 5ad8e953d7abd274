package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Inviting, asking and banning by command.
class EnrolCommandsTest extends OneListTest {
    private int members() {
        return json(site.done("member", "list", LIST, "--json")).size();
    }

    /// How many mails wait to be sent.
    private int mails() {
        return json(site.done("queue", "show", "--json")).size();
    }

    @Test
    void who_is_invited_or_asked_is_no_member_yet_and_it_is_logged() {
        assertThat(site.done("member", "invite", LIST, "ann@example.net", "--message", "Do come")).contains("is asked whether to join");
        assertThat(site.done("member", "add", LIST, "bob@example.net", "--confirm")).contains("is asked whether to join");
        assertThat(members()).isZero();
        assertThat(mails()).isEqualTo(2);
        assertThat(site.done("audit", "show")).contains("member.invite").contains("member.ask");
    }

    @Test
    void a_new_member_is_told_only_when_that_is_asked_for() {
        site.done("member", "add", LIST, "quiet@example.net");
        assertThat(mails()).isZero();
        site.done("member", "add", LIST, "told@example.net", "--welcome");
        assertThat(mails()).isEqualTo(1);
        assertThat(members()).isEqualTo(2);
        site.done("member", "remove", LIST, "quiet@example.net", "--goodbye");
        assertThat(mails()).isEqualTo(2);
        assertThat(site.done("member", "remove", LIST, "told@example.net", "--confirm")).contains("is asked whether to leave");
        assertThat(members()).isEqualTo(1);
    }

    @Test
    void options_that_contradict_or_fit_no_member_are_refused() {
        isRefused("Choose one", "member", "add", LIST, "ann@example.net", "--confirm", "--invite");
        isRefused("only members", "member", "add", LIST, "ann@example.net", "--invite", "--role", "owner");
        isRefused("only members", "member", "remove", LIST, "ann@example.net", "--confirm", "--role", "owner");
    }

    @Test
    void a_file_is_invited_row_by_row_and_bad_rows_are_told() throws IOException {
        Path file = folder.resolve("members.csv");
        Files.writeString(file, "address,role\nann@example.net,\nbob@example.net,\nbob,\nowner@example.net,owner\nspam@example.com,\n");
        site.done("ban", "add", "@example.com");
        site.done("member", "add", LIST, "bob@example.net");
        JsonNode done = json(site.done("member", "import", LIST, file.toString(), "--invite", "--json"));
        assertThat(done).isEqualTo(json("{\"added\":0,\"asked\":1,\"alreadyThere\":1,\"bad\":3}"));
        assertThat(members()).isEqualTo(1);
    }

    @Test
    void a_roster_that_is_exported_comes_back_by_import_as_it_was() throws IOException {
        Path file = folder.resolve("members.csv");
        site.done("member", "add", LIST, "ann@example.net", "--name", "Adams, \"Ann\"", "--digest", "mime");
        site.done("member", "set", LIST, "ann@example.net", "--hidden", "on", "--moderated", "on", "--language", "de", "--topics", "+a -b", "--own-posts", "off");
        site.done("member", "add", LIST, "bob@example.net", "--name", "=1+1");
        site.done("member", "set", LIST, "bob@example.net", "--delivery", "off", "--stopped-by", "bounces", "--duplicates", "off", "--vacation", LocalDate.now(ZoneOffset.UTC).plusDays(10).toString());
        site.done("member", "add", LIST, "eve@example.net", "--role", "owner");
        site.done("member", "export", LIST, file.toString());
        String exported = Files.readString(file);
        assertThat(exported).startsWith("address,name,role,delivery,").contains("\"Adams, \"\"Ann\"\"\"").contains(", =1+1,").doesNotContain(",=");
        assertThat(site.done("audit", "show")).contains("member.export");

        JsonNode before = withoutSince(site.done("member", "list", LIST, "--json"));
        site.done("member", "remove", LIST, "ann@example.net", "bob@example.net");
        site.done("member", "remove", LIST, "eve@example.net", "--role", "owner");
        assertThat(json(site.done("member", "import", LIST, file.toString(), "--json")).get("added").asInt()).isEqualTo(3);
        assertThat(withoutSince(site.done("member", "list", LIST, "--json"))).isEqualTo(before);
        assertThat(site.done("member", "export", LIST, "--role", "owner").lines()).hasSize(2);
    }

    private static JsonNode withoutSince(String listed) {
        JsonNode all = json(listed);
        all.forEach(member -> ((ObjectNode) member).remove("since"));
        return all;
    }

    @Test
    void a_sync_may_ask_and_tell_and_changes_nothing_when_somebody_is_banned() throws IOException {
        Path file = folder.resolve("members.csv");
        site.done("member", "add", LIST, "old@example.net");
        Files.writeString(file, "address\nann@example.net\nspam@example.com\n");
        site.done("ban", "add", "spam@example.com", "--list", LIST);
        isRefused("is banned", "member", "sync", LIST, file.toString(), "--welcome", "--goodbye");
        assertThat(site.done("member", "list", LIST)).contains("old@example.net").doesNotContain("ann@example.net");
        site.done("ban", "remove", "spam@example.com", "--list", LIST);
        site.done("member", "sync", LIST, file.toString(), "--welcome", "--goodbye");
        assertThat(site.done("member", "list", LIST)).contains("ann@example.net").doesNotContain("old@example.net");
        assertThat(mails()).isEqualTo(3);
    }

    @Test
    void bans_of_site_and_list_are_listed_and_refuse_whoever_is_added() {
        site.done("ban", "add", "@spam.example", "/^bot/");
        site.done("ban", "add", "eve@example.net", "--list", LIST);
        assertThat(json(site.done("ban", "list", "--json"))).hasSize(2);
        assertThat(json(site.done("ban", "list", LIST, "--json"))).hasSize(3);
        isRefused("is banned there already", "ban", "add", "@spam.example");
        isRefused("is no address", "ban", "add", "/(/");
        isRefused("is banned from", "member", "invite", LIST, "eve@example.net");
        site.done("ban", "remove", "eve@example.net", "--list", LIST);
        isRefused("is not banned there", "ban", "remove", "eve@example.net", "--list", LIST);
        site.done("member", "invite", LIST, "eve@example.net");
    }

    @Test
    void a_request_that_does_not_wait_cannot_be_decided() {
        assertThat(site.done("request", "list")).contains("Nothing waits.");
        isRefused("There is no request", "request", "accept", "aaaaaaaaaaaaa");
        isRefused("There is no request", "request", "reject", "x", "--reason", "no");
    }
}

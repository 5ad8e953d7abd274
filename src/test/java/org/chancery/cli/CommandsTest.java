package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chancery.cli.TestSite.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Each command on a real store, as a person or a script uses it.
class CommandsTest extends OneListTest {
    @Override
    Ran isRefused(String because, String... line) {
        Ran ran = super.isRefused(because, line);
        assertThat(ran.out()).isEmpty();
        return ran;
    }

    @Test
    void a_domain_is_added_listed_and_removed_once_it_has_no_lists() {
        site.done("domain", "add", "News.Example.ORG");
        assertThat(json(site.done("domain", "list", "--json")))
                .isEqualTo(json("[{\"domain\":\"lists.example.org\",\"lists\":1},{\"domain\":\"news.example.org\",\"lists\":0}]"));
        isRefused("is there already", "domain", "add", "news.example.org");
        isRefused("still has lists", "domain", "remove", "lists.example.org");
        site.done("domain", "remove", "news.example.org");
        isRefused("not served here", "domain", "remove", "news.example.org");
        isRefused("is not a domain name", "domain", "add", "a..b");
        isRefused("needs a name", "domain", "add", "[192.0.2.1]");
    }

    @Test
    void a_list_is_shown_with_every_setting_and_its_help() {
        JsonNode shown = json(site.done("list", "show", LIST, "--json"));
        assertThat(shown.path("style").stringValue()).isEqualTo("discussion");
        assertThat(shown.path("settings").size()).isEqualTo(org.chancery.list.Setting.values().length);
        shown.path("settings").forEach(setting -> assertThat(setting.path("help").stringValue()).isNotEmpty());
        assertThat(json(site.done("list", "show", "--json")).isArray()).isTrue();
        assertThat(site.done("list", "show")).contains(LIST).contains("LIST");
        isRefused("There is no list", "list", "show", "nobody@lists.example.org");
    }

    @Test
    void each_style_makes_a_list_and_an_unknown_one_names_them_all() {
        for (String style : new String[] {"discussion", "contract", "announce", "newsletter", "private", "desk", "agency", "umbrella"}) {
            assertThat(site.done("list", "create", style + "-list@lists.example.org", "--style", style)).contains(style);
        }
        isRefused("discussion, contract, announce", "list", "create", "x@lists.example.org", "--style", "anarchy");
        assertThat(json(site.done("list", "show", "private-list@lists.example.org", "--json")).path("settings").toString())
                .contains("\"key\":\"advertised\",\"value\":\"false\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "talk-request", "mailman-bounces", "a-unsubscribe", "x-sendkey", "confirm+abc", "bounces", "challenge-bounces+1", "prvs=tag=x",
        "srs0=abc", "SRS1=abc", "con", "a/b", "%2e%2e", "..", "a..b", "\"a b\"", "list‑owner", "admіn", "x\u001b[31m", "a b",
    })
    void row_33_a_name_that_misleads_is_no_list(String localPart) {
        isRefused("cannot be the address of a list", "list", "create", localPart + "@lists.example.org");
    }

    @Test
    void row_33_a_local_part_of_53_octets_is_no_list_and_one_of_52_is() {
        isRefused("cannot be the address of a list", "list", "create", "a".repeat(53) + "@lists.example.org");
        isRefused("cannot be the address of a list", "list", "create", "a".repeat(300) + "@lists.example.org");
        site.done("list", "create", "a".repeat(52) + "@lists.example.org");
    }

    @Test
    void a_list_needs_a_served_domain_and_a_free_address() {
        isRefused("not served here", "list", "create", "talk@elsewhere.example");
        isRefused("is taken", "list", "create", "TALK@lists.example.org");
    }

    @Test
    void settings_change_together_or_not_at_all() {
        assertThat(site.done("list", "set", LIST, "subject_prefix=[talk]", "reply_to=list"))
                .contains("subject_prefix: \"\" -> \"[talk]\"").contains("reply_to: \"none\" -> \"list\"");
        isRefused("expected one of none, list, author", "list", "set", LIST, "subject_prefix=[x]", "reply_to=moon");
        isRefused("There is no setting", "list", "set", LIST, "colour=red");
        isRefused("KEY=VALUE", "list", "set", LIST, "subject_prefix");
        assertThat(site.done("list", "show", LIST)).contains("[talk]");
    }

    @Test
    void a_list_is_closed_opened_renamed_and_deleted() {
        site.done("list", "close", LIST);
        isRefused("closed already", "list", "close", LIST);
        site.done("list", "open", LIST);
        isRefused("open already", "list", "open", LIST);
        site.done("list", "rename", LIST, "chat@lists.example.org");
        isRefused("There is no list", "list", "show", LIST);
        isRefused("cannot be the address", "list", "rename", "chat@lists.example.org", "chat-owner@lists.example.org");
        site.done("list", "delete", "chat@lists.example.org");
        isRefused("There is no list", "list", "delete", "chat@lists.example.org");
    }

    @Test
    void an_export_applied_again_changes_nothing_and_an_edited_one_shows_each_change() throws IOException {
        Path file = folder.resolve("talk.toml");
        site.done("list", "set", LIST, "footer=one \"two\"\\\nthree\n", "max_size=10");
        site.done("list", "export", LIST, file.toString());
        assertThat(site.done("list", "apply", LIST, file.toString())).contains("Nothing to change");
        String edited = Files.readString(file).replace("max_size = 10", "max_size = 20").replace("state = \"open\"", "state = \"closed\"")
                .replaceFirst("(?m)^otherwise .*\\.$", "otherwise drop.");
        Files.writeString(file, edited);
        String diff = site.done("list", "apply", LIST, file.toString(), "--dry-run");
        assertThat(diff).contains("max_size: \"10\" -> \"20\"").contains("state: \"open\" -> \"closed\"").contains("policy: ");
        assertThat(site.done("list", "export", LIST)).contains("max_size = 10");
        assertThat(site.done("list", "apply", LIST, file.toString())).isEqualTo(diff);
        assertThat(site.done("list", "export", LIST)).isEqualTo(edited);
    }

    @Test
    void a_wrong_document_is_refused_with_its_place_and_changes_nothing() {
        String before = site.done("list", "export", LIST);
        assertThat(site.runWith("[settings]\nmax_size = 5\nreply_to = \"moon\"\n", "list", "apply", LIST).err()).contains("line 3, column 1");
        assertThat(site.runWith("[settings]\nmax_size = \"5\"\n", "list", "apply", LIST).err()).contains("wrong type");
        assertThat(site.runWith("colour = 1\n", "list", "apply", LIST).err()).contains("line 1").contains("no key");
        assertThat(site.runWith("style = \"desk\"\n", "list", "apply", LIST).err()).contains("style");
        assertThat(site.runWith("policy = \"accept\"\n", "list", "apply", LIST).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(site.runWith("= =\n", "list", "apply", LIST).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(site.done("list", "export", LIST)).isEqualTo(before);
    }

    @Test
    void members_are_added_shown_changed_and_removed() {
        site.done("member", "add", LIST, "Anna@Example.org", "--role", "moderator", "--name", "Anna Adams");
        site.done("member", "add", LIST, "anna@example.org", "ben@example.org");
        isRefused("is member of", "member", "add", LIST, "ANNA@example.org");
        isRefused("address literal", "member", "add", LIST, "anna@[127.0.0.1]");
        isRefused("with one address", "member", "add", LIST, "x@example.org", "y@example.org", "--name", "Both");
        JsonNode shown = json(site.done("member", "show", LIST, "anna@example.org", "--json"));
        assertThat(shown.size()).isEqualTo(2);
        site.done("member", "set", LIST, "ben@example.org", "--delivery", "off", "--digest", "mime", "--moderated", "on");
        JsonNode ben = json(site.done("member", "show", LIST, "ben@example.org", "--json")).get(0);
        assertThat(ben.path("delivery").booleanValue()).isFalse();
        assertThat(ben.path("digest").stringValue()).isEqualTo("mime");
        assertThat(ben.path("moderated").booleanValue()).isTrue();
        assertThat(site.done("member", "list", LIST, "--role", "moderator")).contains("Anna@example.org").doesNotContain("ben@");
        site.done("member", "remove", LIST, "ben@example.org");
        isRefused("is not on", "member", "remove", LIST, "ben@example.org");
        isRefused("in any role", "member", "show", LIST, "ben@example.org");
    }

    @Test
    void an_import_takes_the_good_rows_and_tells_the_bad_ones_with_their_lines() throws IOException {
        Path file = folder.resolve("members.csv");
        Files.writeString(file, """
                name,address,role,digest,delivery,colour
                "Adams, Anna",anna@example.org,,,,red
                ,not an address,,,,
                Ben,ben@example.org,owner,plain,off,
                ,"broken"quote@example.org,,,,
                Carl,carl@[127.0.0.1],,,,
                Dora,dora@example.org,king,,,
                "Eve\s
                Two Lines",eve@example.org,,,,
                ,fred@example.org,,,,
                """);
        Ran ran = site.run("member", "import", LIST, file.toString(), "--json");
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.DONE);
        assertThat(json(ran.out())).isEqualTo(json("{\"added\":3,\"alreadyThere\":0,\"bad\":5}"));
        assertThat(ran.err().lines().map(line -> line.replaceAll(":.*", "")))
                .containsExactly("line 3", "line 5", "line 6", "line 7", "line 8");
        JsonNode ben = json(site.done("member", "show", LIST, "ben@example.org", "--json")).get(0);
        assertThat(ben.path("role").stringValue()).isEqualTo("owner");
        assertThat(ben.path("digest").stringValue()).isEqualTo("plain");
        assertThat(site.done("member", "import", LIST, file.toString())).contains("0 addresses added").contains("3 were there already");
        isRefused("There is no file", "member", "import", LIST, folder.resolve("nowhere.csv").toString());
        assertThat(site.runWith("name\nanna\n", "member", "import", LIST, "-").err()).contains("\"address\" is not among them");
        assertThat(site.runWith("", "member", "import", LIST, "-").err()).contains("empty");
    }

    @Test
    void a_sync_makes_the_roster_what_the_file_says_and_one_bad_row_refuses_it() {
        site.done("member", "add", LIST, "anna@example.org", "ben@example.org");
        site.done("member", "add", LIST, "olga@example.org", "--role", "owner");
        assertThat(site.runWith("address\nbroken\n", "member", "sync", LIST).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(site.runWith("address\n", "member", "sync", LIST).err()).contains("remove everybody");
        String file = "address\nanna@example.org\ncarl@example.org\n";
        assertThat(site.runWith(file, "member", "sync", LIST, "--dry-run").out()).contains("+ carl@example.org").contains("- ben@example.org");
        assertThat(site.done("member", "list", LIST)).contains("ben@example.org");
        assertThat(json(site.runWith(file, "member", "sync", LIST, "--json").out()).path("removed").get(0).stringValue()).isEqualTo("ben@example.org");
        assertThat(site.done("member", "list", LIST)).contains("carl@example.org", "anna@example.org", "olga@example.org").doesNotContain("ben@");
    }

    @Test
    void a_policy_is_stored_with_warnings_and_refused_with_errors() {
        Ran open = site.runWith("accept when from member.\notherwise refuse.\n", "policy", "set", LIST);
        assertThat(open.exit()).as(open.toString()).isEqualTo(ExitCode.DONE);
        assertThat(open.err()).contains("W-FORGE");
        assertThat(open.out()).contains("Version 2").contains("treated differently");
        Ran broken = site.runWith("accept when from member", "policy", "set", LIST);
        assertThat(broken.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(broken.err()).contains("line 1");
        Ran group = site.runWith("accept when from group \"x\" and proof at least domain. otherwise refuse.", "policy", "set", LIST);
        assertThat(group.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(group.err()).contains("E-GROUP");
        assertThat(site.done("policy", "show", LIST)).contains("accept when from member.");
        assertThat(json(site.done("policy", "show", LIST, "--json")).path("version").intValue()).isEqualTo(2);
    }

    @Test
    void what_policy_show_prints_can_be_set_again() {
        site.done("list", "set", LIST, "max_size=1");
        String shown = site.done("policy", "show", LIST);
        assertThat(shown).startsWith("# from setting max_size");
        assertThat(site.runWith(shown, "policy", "set", LIST).exit()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void policy_analyse_shows_what_it_does_with_whom_and_policy_test_explains_one_message() {
        assertThat(site.done("policy", "analyse", LIST)).contains("a stranger").contains("proof none");
        assertThat(json(site.done("policy", "analyse", LIST, "--json")).path("who").size()).isGreaterThan(5);
        assertThat(site.runWith("Subject: a\n\nb\n", "policy", "test", LIST).out()).contains("hold").contains("too long: 17");
    }

    @Test
    void an_account_has_roles_and_several_passwords() {
        site.done("account", "add", "anna@example.org");
        isRefused("is there already", "account", "add", "anna@example.org");
        site.done("account", "role", "anna@example.org", "domain-owner", "lists.example.org");
        isRefused("has the role", "account", "role", "anna@example.org", "domain-owner", "lists.example.org");
        isRefused("name it after the role", "account", "role", "anna@example.org", "list-creator");
        isRefused("There is no role", "account", "role", "anna@example.org", "king");
        assertThat(site.done("account", "show", "anna@example.org")).contains("domain-owner of lists.example.org");
        String first = json(site.done("account", "password", "new", "anna@example.org", "--label", "laptop", "--json")).path("password").stringValue();
        String second = site.done("account", "password", "new", "anna@example.org").strip();
        assertThat(first).hasSizeGreaterThan(20).isNotEqualTo(second);
        assertThat(site.done("account", "password", "list", "anna@example.org")).contains("laptop").doesNotContain(first);
        site.done("account", "password", "revoke", "anna@example.org", "1");
        isRefused("has no password 1", "account", "password", "revoke", "anna@example.org", "1");
        assertThat(site.done("audit", "show")).doesNotContain(first).doesNotContain(second);
        site.done("account", "remove", "anna@example.org");
        isRefused("There is no account", "account", "show", "anna@example.org");
    }

    @Test
    void a_post_is_handed_to_the_line_with_crlf_and_a_refusal_tells_its_reason() {
        assertThat(site.runWith("Subject: a\n\nb\n", "post", LIST, "--as", "anna@example.org").out()).isEqualTo("250 2.0.0 accepted 17\n");
        Ran refused = site.runWith("Subject: a\n\nb\n", "post", LIST);
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).startsWith("550 5.7.1");
    }

    @Test
    void every_change_is_in_the_audit_log_once_with_the_user_of_this_machine() {
        site.done("member", "add", LIST, "anna@example.org");
        JsonNode log = json(site.done("audit", "show", "--json"));
        assertThat(log.size()).isEqualTo(3);
        assertThat(log.get(2).path("actor").stringValue()).isEqualTo("local:anna");
        assertThat(log.get(2).path("door").stringValue()).isEqualTo("cli");
        assertThat(log.get(2).path("action").stringValue()).isEqualTo("member.add");
        assertThat(site.done("audit", "verify")).contains("whole");
    }

    @Test
    void nothing_waits_at_the_desk_or_in_the_queue_of_a_new_site() {
        assertThat(site.done("held", "list")).contains("Nothing is held");
        assertThat(site.done("held", "list", LIST, "--json")).isEqualTo("[]\n");
        isRefused("There is no post 7", "held", "accept", "7");
        isRefused("is not the number of a post", "held", "show", "x");
        assertThat(json(site.done("queue", "shape", "--json")).path("recipientsDeferred").longValue()).isZero();
        assertThat(site.done("queue", "show")).contains("Nothing is waiting");
        isRefused("post 7", "queue", "hold", "7");
        isRefused("post 7", "queue", "drop", "7");
        site.done("queue", "retry");
        assertThat(site.run("queue", "hold").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("queue", "hold", "7", "--all").exit()).isEqualTo(ExitCode.USAGE);
        site.done("queue", "hold", "--all");
        isRefused("stopped already", "queue", "hold", "--all");
        assertThat(site.run("queue", "show").err()).contains("All delivery is stopped since ");
        assertThat(json(site.done("queue", "shape", "--json")).path("stopped").stringValue()).isNotEmpty();
        site.done("queue", "release", "--all");
        isRefused("is not stopped", "queue", "release", "--all");
        assertThat(json(site.done("queue", "shape", "--json")).path("stopped").isNull()).isTrue();
        isRefused("no receipt or Message-ID", "explain", "<a@example.org>");
    }

    @Test
    void what_a_stranger_wrote_cannot_move_the_cursor_or_turn_the_line() {
        site.done("list", "set", LIST, "description=\u202Egpj.exe\u2028next");
        assertThat(site.done("list", "show", LIST)).contains("<U+202E>gpj.exe<U+2028>next");
        Ran ran = site.run("list", "show", "x\u001b]0;pwn\u0007@lists.example.org");
        assertThat(ran.err()).doesNotContain("\u001b").contains("<U+001B>");
        assertThat(site.done("list", "show", LIST, "--json")).contains("\\u202Egpj.exe\\u2028next");
        assertThat(site.run("list", "show", "--\u001b[2J").err()).doesNotContain("\u001b");
    }

    @Test
    void a_line_that_is_not_understood_is_a_usage_error() {
        assertThat(site.run("list", "create").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("list", "crate", "x").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("grant", "add").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("member", "add", LIST, "anna@example.org", "--role", "king").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("member", "add", LIST, "anna@example.org", "--confirmed").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("list").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run().exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void global_options_stand_anywhere_on_the_line() {
        Path other = folder.resolve("other");
        assertThat(site.done("--data", other.toString(), "--json", "list", "show")).isEqualTo("[]\n");
        assertThat(site.done("list", "--json", "show", "--data", other.toString(), "--set", "listen.smtp=127.0.0.1:0")).isEqualTo("[]\n");
        assertThat(site.done("--quiet", "domain", "add", "quiet.example.org")).isEmpty();
    }

    @Test
    void a_backup_file_appears_whole() throws IOException {
        Path file = folder.resolve("a.backup");
        site.done("backup", file.toString());
        assertThat(site.done("audit", "show")).as("who took it").contains("site.backup");
        assertThat(Files.size(file)).isEqualTo(300_000);
        assertThat(site.done("verify")).contains("sound");
        assertThat(site.done("restore", file.toString(), "--dry-run")).contains("300000 octets would be restored");
    }

    @Test
    void diagnose_mime_answers_for_a_file_and_for_a_batch() throws IOException {
        Path mail = folder.resolve("mail.eml");
        Files.writeString(mail, "Subject: a\r\n\r\nb\r\n");
        assertThat(json(site.done("diagnose", "mime", mail.toString(), "--round-trip")).path("roundTrip").booleanValue()).isTrue();
        Ran batch = site.runWith("{\"id\":1,\"file\":\"" + mail + "\"}\n{\"id\":2}\n", "diagnose", "mime", "--batch");
        assertThat(batch.out().lines()).hasSize(2);
        assertThat(site.run("diagnose", "mime").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void completion_knows_the_commands() {
        assertThat(site.done("completion")).contains("chancery").contains("member").contains("--dry-run");
    }

    @Test
    void the_next_digest_of_a_list_is_shown_sent_and_renumbered() {
        JsonNode next = json(site.done("digest", "list", LIST, "--json"));
        assertThat(next.path("volume").intValue()).isEqualTo(1);
        assertThat(next.path("issue").intValue()).isEqualTo(1);
        assertThat(next.path("posts").longValue()).isZero();
        assertThat(site.done("digest", "send", LIST)).contains("Nothing waits");
        assertThat(site.done("digest", "send")).contains("Nothing waits");
        site.done("digest", "bump", LIST);
        assertThat(site.done("digest", "bump", LIST)).contains("volume 2, issue 1");
        isRefused("There is no list", "digest", "send", "nobody@lists.example.org");
        assertThat(site.done("audit", "show")).contains("digest.send").contains("digest.bump");
    }
}

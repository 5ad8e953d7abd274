package org.chancery.posting.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who a copy says wrote it, and where answers go.
class AuthorshipTest {
    private static final String ANN = "From: Ann <ann@example.net>\nTo: talk@lists.example.org\nSubject: x\nMessage-ID: <1@ann.example.net>\n";

    private static Message through(String post, Map<Setting, String> settings) {
        return through(Message.parse(post.replace("\n", "\r\n").getBytes(UTF_8)).orThrow(), settings);
    }

    /// Always, so that each form can be seen; when it is done is a matter of its own, below.
    private static Message through(Message post, Map<Setting, String> settings) {
        Map<Setting, String> always = new EnumMap<>(Setting.class);
        always.putAll(settings);
        always.putIfAbsent(Setting.FROM_WHEN, "always");
        always.putIfAbsent(Setting.FROM_FIELD, "keep");
        return through(post, always, Map.of());
    }

    private static Message through(Message post, Map<Setting, String> settings, Map<String, String> found) {
        Map<String, String> session = new HashMap<>(found);
        session.putAll(Map.of("listener", "submission", "helo", "ann-laptop.example.net", "peer", "192.0.2.7", "login", "ann@example.net"));
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(settings), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        Passage passage = new Passage(list, "r-1", Instant.parse("2026-11-22T10:00:00Z"),
                session, "mx.lists.example.org", Optional.empty());
        return Transforms.apply(post, passage);
    }

    @ParameterizedTest
    @CsvSource({
        // from_when, what the domain asks for, its signature holds, prefix, domain of the author, is From the list's?
        "policy,    none,       no,  '',     example.net, no",
        "policy,    '',         no,  '',     example.net, no",
        "policy,    quarantine, no,  '',     example.net, yes",
        "policy,    reject,     no,  '',     example.net, yes",
        "policy,    reject,     yes, '',     example.net, no",
        "policy,    reject,     yes, [talk], example.net, yes",
        "policy,    none,       no,  '',     gmail.com,   no",
        "domains,   none,       no,  '',     gmail.com,   yes",
        "domains,   none,       no,  '',     Yahoo.COM,   yes",
        "domains,   reject,     no,  '',     example.net, no",
        "never,     reject,     no,  [talk], example.net, no",
        "always,    none,       yes, '',     example.net, yes",
    })
    void from_gives_way_to_the_list_only_when_it_must(String when, String policy, String signed, String prefix, String domain, String munged) {
        Map<String, String> found = new HashMap<>();
        if (!policy.isEmpty()) {
            found.put(Passage.AUTHOR_POLICY, policy);
        }
        if (signed.equals("yes")) {
            found.put(Passage.AUTHOR_SIGNATURE, domain);
        }
        Message post = Message.parse(ANN.replace("ann@example.net>", "ann@" + domain + ">").concat("\nhello\n").replace("\n", "\r\n").getBytes(UTF_8)).orThrow();
        for (String form : List.of("list", "wrap")) {
            Message copy = through(post, Map.of(Setting.FROM_FIELD, form, Setting.FROM_WHEN, when, Setting.SUBJECT_PREFIX, prefix), found);
            assertThat(field(copy, "From").contains("talk@lists.example.org")).as(form).isEqualTo(munged.equals("yes"));
            assertThat(copy.root().type().is("message", "rfc822")).isEqualTo(form.equals("wrap") && munged.equals("yes"));
        }
        assertThat(field(through(post, Map.of(Setting.FROM_FIELD, "keep", Setting.FROM_WHEN, when), found), "From")).startsWith("Ann <ann@");
    }

    private static String text(Message message) {
        return new String(message.toByteArray(), UTF_8).replace("\r\n", "\n");
    }

    private static String field(Message message, String name) {
        return message.headers().count(name) == 0 ? "-" : message.headers().all(name).stream().map(Header::value).collect(Collectors.joining(" AND "));
    }

    static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/data/reply-to/matrix.tsv")).stream().filter(line -> !line.startsWith("#")).map(line -> List.of(line.split("\t", -1)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_matrix_of_from_and_reply_to_is_as_derived_by_hand(List<String> row) {
        Map<Setting, String> settings = new EnumMap<>(Map.of(Setting.REPLY_TO, row.get(0), Setting.REPLY_TO_STRIP, row.get(1), Setting.FROM_FIELD, row.get(2),
                Setting.REPLY_TO_ADDRESS, "desk@example.org"));
        String own = row.get(3).equals("-") ? "" : "Reply-To: " + row.get(3) + "\n";

        Message copy = through(ANN + own + "\nhello\n", settings);

        assertThat(List.of(field(copy, "From"), field(copy, "Reply-To"), field(copy, "Cc"))).isEqualTo(row.subList(4, 7));
        assertThat(text(copy)).as("the author is always recoverable").contains("ann@example.net");
        assertThat(field(copy, "X-Original-From")).isEqualTo(row.get(2).equals("keep") ? "-" : "Ann <ann@example.net>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Ann <ann@example.net>|name-via-list|Ann via talk <talk@lists.example.org>",
        "Ann <ann@example.net>|name|Ann <talk@lists.example.org>",
        "Ann <ann@example.net>|address-via-list|\"ann@example.net via talk\" <talk@lists.example.org>",
        "Ann <ann@example.net>|name-address-via-list|\"Ann (ann@example.net) via talk\" <talk@lists.example.org>",
        "ann@example.net|name-via-list|ann via talk <talk@lists.example.org>",
        "ann@example.net|name-address-via-list|\"ann@example.net via talk\" <talk@lists.example.org>",
        "\"Doe, \\\"J\\\" Ann\" <ann@example.net>|name-via-list|\"Doe, \\\"J\\\" Ann via talk\" <talk@lists.example.org>",
        "=?utf-8?q?J=C3=BCrgen?= <j@example.net>|name-via-list|=?utf-8?Q?J=C3=BCrgen_via_talk?= <talk@lists.example.org>",
        "a@example.net, b@example.net|name-via-list|\"a, b via talk\" <talk@lists.example.org>",
    })
    void the_name_beside_the_lists_address_has_four_forms(String author, String form, String from) {
        assertThat(field(through("From: " + author + "\n\nx\n", Map.of(Setting.FROM_FIELD, "list", Setting.FROM_NAME, form)), "From")).isEqualTo(from);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"bob@example.org\"", "=?utf-8?q?bob=40example=2Eorg?=", "\"=?utf-8?q?bob=40example=2Eorg?=\"", "\"=?utf-8?q?=3D=3Futf-8=3Fq=3Fbob=40example=2Eorg=3F=3D?=\"", "\"Bob <bob@example.org>\"",
        "\"bob @ example.org\"", "=?utf-8?b?Ym9i77ygZXhhbXBsZS5vcmc=?=", "=?utf-8?b?Ym9i77mrZXhhbXBsZS5vcmc=?=", "=?utf-8?b?Ym9i4oCLQOKAi2V4YW1wbGUub3Jn?=", "=?utf-8?b?Ym9i4oCuQGV4YW1wbGUub3Jn?=",
        "=?utf-8?b?Ym9i4oCJQO+4j2V4YW1wbGUub3Jn?=", "\"ann@example.net, bob@example.org\"", "\"xann@example.net\"", "\"ann@example.network\"", "\"talk@lists.example.org\"", "\"bob@[192.0.2.1]\""})
    void a_name_in_which_somebody_elses_address_stands_is_not_repeated_in_the_name_of_the_list(String name) {
        for (Map<Setting, String> settings : List.of(Map.of(Setting.FROM_FIELD, "list"), Map.of(Setting.FROM_FIELD, "wrap"), Map.of(Setting.FROM_FIELD, "list", Setting.REPLY_TO, "both"),
                Map.of(Setting.FROM_FIELD, "list", Setting.REPLY_TO, "list"), Map.of(Setting.FROM_FIELD, "list", Setting.FROM_NAME, "name-address-via-list"))) {
            Message copy = through("From: " + name + " <ann@example.net>\n\nx\n", settings);
            boolean withAddress = settings.containsKey(Setting.FROM_NAME);
            assertThat(field(copy, "From")).isEqualTo(withAddress ? "\"ann@example.net via talk\" <talk@lists.example.org>" : "ann via talk <talk@lists.example.org>");
            assertThat(field(copy, "X-Original-From")).isEqualTo("ann@example.net");
            assertThat(List.of("ann@example.net", "ann@example.net, talk@lists.example.org", "talk@lists.example.org")).contains(field(copy, "Reply-To"));
            assertThat(List.of("-", "ann@example.net")).contains(field(copy, "Cc"));
        }
        assertThat(field(through("From: " + name + " <ann@example.net>\n\nx\n", Map.of()), "From")).as("kept as it came").isEqualTo(name + " <ann@example.net>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"ann@example.net\" <ann@example.net>|\"ann@example.net via talk\" <talk@lists.example.org>", "\"Ann (ANN@Example.Net)\" <ann@example.net>|\"Ann (ANN@Example.Net) via talk\" <talk@lists.example.org>",
        "\"Ann @ work\" <ann@example.net>|\"Ann @ work via talk\" <talk@lists.example.org>", "\"Ann (@annie)\" <ann@example.net>|\"Ann (@annie) via talk\" <talk@lists.example.org>",
        "\"bob@example.org\"@example.net|\"\\\"bob@example.org\\\"@example.net via talk\" <talk@lists.example.org>"})
    void a_name_with_the_authors_own_address_or_with_none_stays(String author, String from) {
        assertThat(field(through("From: " + author + "\n\nx\n", Map.of(Setting.FROM_FIELD, "list")), "From")).isEqualTo(from);
    }

    @Test
    void a_sender_of_the_author_goes_and_what_he_says_of_x_original_from_does_not_count() {
        Message copy = through(ANN + "Sender: pa@example.net\nX-Original-From: boss@example.com\nDKIM-Signature: v=1\n\nx\n", Map.of(Setting.FROM_FIELD, "list"));

        assertThat(field(copy, "Sender")).isEqualTo("-");
        assertThat(field(copy, "X-Original-From")).isEqualTo("Ann <ann@example.net>");
        assertThat(field(copy, "DKIM-Signature")).as("RFC 6376 section 4.2").isEqualTo("v=1");
    }

    @Test
    void an_author_who_stands_in_cc_already_is_not_named_twice_and_others_stay() {
        assertThat(field(through(ANN + "Cc: bob@example.net, ANN@example.net\n\nx\n", Map.of(Setting.FROM_FIELD, "list", Setting.REPLY_TO, "list")), "Cc"))
                .isEqualTo("bob@example.net, ANN@example.net");
        assertThat(field(through(ANN + "Cc: bob@example.net\n\nx\n", Map.of(Setting.FROM_FIELD, "list", Setting.REPLY_TO, "list")), "Cc"))
                .isEqualTo("bob@example.net, Ann <ann@example.net>");
    }

    @Test
    void a_reply_to_that_cannot_be_read_is_left_by_none_and_replaced_by_list() {
        assertThat(field(through(ANN + "Reply-To: <<>\n\nx\n", Map.of()), "Reply-To")).isEqualTo("<<>");
        assertThat(field(through(ANN + "Reply-To: <<>\n\nx\n", Map.of(Setting.REPLY_TO, "list")), "Reply-To")).isEqualTo("talk@lists.example.org");
    }

    @Test
    void a_wrapped_post_stands_byte_for_byte_inside_a_mail_of_the_list() {
        String post = ANN + "DKIM-Signature: v=1; b=x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße\n";

        Message copy = through(post, Map.of(Setting.FROM_FIELD, "wrap", Setting.SUBJECT_PREFIX, "[talk]", Setting.FOOTER, "foot"));

        assertThat(field(copy, "From")).isEqualTo("Ann via talk <talk@lists.example.org>");
        assertThat(field(copy, "Subject")).isEqualTo("[talk] x");
        assertThat(field(copy, "DKIM-Signature")).isEqualTo("-");
        assertThat(copy.root().type().toString()).startsWith("multipart/mixed");
        assertThat(copy.root().parts().getFirst().type().toString()).startsWith("message/rfc822");
        assertThat(text(copy)).contains("\n\n" + post);
    }

    @Test
    void a_wrapped_post_is_not_wrapped_again() {
        Map<Setting, String> wrap = Map.of(Setting.FROM_FIELD, "wrap");
        Message once = through(ANN + "\nx\n", wrap);
        assertThat(through(once, wrap).root().parts()).hasSameSizeAs(once.root().parts());
        assertThat(field(through(once, wrap), "X-Original-From")).isEqualTo("Ann <ann@example.net>");
    }

    @Test
    void an_anonymous_copy_holds_no_trace_of_the_author() {
        String post = "Received: from ann-laptop.example.net by mx.example.net; Sun, 22 Nov 2026 11:00:00 +0900\nReturn-Path: <ann@example.net>\n"
                + "DKIM-Signature: v=1; d=example.net; b=ann\nARC-Seal: i=1; d=example.net\nAuthentication-Results: mx.example.net; auth=pass smtp.auth=ann\n"
                + "From: Ann <ann@example.net>\nSender: ann.secretary@example.net\nReply-To: ann@home.example.net\nTo: talk@lists.example.org, Ann <ann@example.net>\n"
                + "Cc: ann@example.net\nSubject: leak\nDate: Sun, 22 Nov 2026 11:00:00 +0900\nMessage-ID: <1@ann.example.net>\nIn-Reply-To: <0@other.example>\n"
                + "User-Agent: AnnMail\nX-Originating-IP: [192.0.2.7]\nOrganization: Ann Ltd\nAutocrypt: addr=ann@example.net; keydata=x\nX-Face: ann\n"
                + "X-Loop: other@lists.example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                + "--b\nContent-Type: text/plain\nX-Ann: yes\n\nThe text.\n--b--\n";

        Message copy = through(post, Map.of(Setting.ANONYMOUS, "true", Setting.FROM_FIELD, "wrap", Setting.REPLY_TO, "both"));

        assertThat(text(copy).toLowerCase(java.util.Locale.ROOT)).doesNotContain("ann", "192.0.2.7", "+0900", "example.net");
        assertThat(field(copy, "From")).isEqualTo("talk <talk@lists.example.org>");
        assertThat(field(copy, "Reply-To")).isEqualTo("talk <talk@lists.example.org>");
        assertThat(field(copy, "Message-ID")).isEqualTo("<r-1@mx.lists.example.org>");
        assertThat(field(copy, "Date")).isEqualTo("Sun, 22 Nov 2026 10:00:00 +0000");
        assertThat(text(copy)).contains("\nX-Loop: other@lists.example.com\n", "\nIn-Reply-To: <0@other.example>\n", "The text.");
    }

    @Test
    void an_anonymous_post_that_names_nobody_else_is_to_the_list() {
        assertThat(field(through("From: ann@example.net\nTo: ann@example.net\n\nx\n", Map.of(Setting.ANONYMOUS, "true")), "To")).isEqualTo("talk@lists.example.org");
    }
}

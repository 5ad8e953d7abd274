package org.chancery.posting.transform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The prefix stands once before each subject, whatever mail programs did to it.
class SubjectPrefixTest {
    static Stream<Arguments> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/data/subjects/prefix.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> Arguments.of(cells[0], cells[1], cells[2]));
    }

    private static Passage passage(String prefix) {
        MailingList list = new MailingList(new ListId(1), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
                new Settings(Map.of(Setting.SUBJECT_PREFIX, prefix)), new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);
        return new Passage(list, "r-1", Instant.EPOCH, Map.of(), "mx.lists.example.org", Optional.empty());
    }

    private static Message post(String subject) {
        return Message.parse(("From: a@example.net\r\nSubject: " + subject + "\r\n\r\nbody\r\n").getBytes(UTF_8)).orThrow();
    }

    @Test
    void the_table_has_at_least_sixty_rows() throws IOException {
        assertThat(rows().count()).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_subject_goes_out_as_the_table_says_and_the_second_time_as_it_is(String prefix, String subject, String expected) {
        Message post = post(subject);
        Message once = new SubjectPrefix().apply(post, passage(prefix));
        Header field = once.headers().first("Subject").orElseThrow();
        if (expected.equals("=")) {
            assertThat(once).isSameAs(post);
        } else {
            assertThat(field.text()).isEqualTo(expected);
        }
        assertThat(new SubjectPrefix().apply(once, passage(prefix))).isSameAs(once);
        assertThat(once.headers().count("Subject")).isEqualTo(1);
        assertThat(new String(field.bytes(), US_ASCII).lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [talk {number}] | tea                        | [talk 18] tea
            [talk {number}] | Re: [talk 17] tea          | Re: [talk 18] tea
            [talk {number}] | Re: [TALK  9] tea          | Re: [talk 18] tea
            [talk {number}] | AW: [talk 17] Re: [talk 3] tea | AW: [talk 18] tea
            [talk {number}] | [talk 17] Re: tea          | [talk 18] Re: tea
            [talk {number}] | [talk] tea                 | [talk 18] [talk] tea
            [talk {number}] | [talk 1x] tea              | [talk 18] [talk 1x] tea
            #{number}       | Re: #17 tea                | Re: #18 tea
            """)
    void a_number_is_the_posts_own_and_never_piles_up(String prefix, String subject, String expected) {
        Message once = new SubjectPrefix().apply(post(subject), numbered(prefix, 18));
        assertThat(once.headers().first("Subject").orElseThrow().text()).isEqualTo(expected);
        assertThat(new SubjectPrefix().apply(once, numbered(prefix, 18))).isSameAs(once);
        Message uncounted = post(subject);
        assertThat(new SubjectPrefix().apply(uncounted, passage(prefix))).isSameAs(uncounted);
    }

    private static Passage numbered(String prefix, long number) {
        Passage bare = passage(prefix);
        return new Passage(bare.list(), bare.receipt(), bare.receivedAt(), bare.session(), bare.hostname(), bare.webUrl(), "", Optional.empty(), number, Origin.WITHIN);
    }

    private static Passage marking(String prefix, String outside, boolean isFromWithin) {
        Passage bare = passage(prefix);
        MailingList list = bare.list();
        MailingList marking = new MailingList(list.id(), list.address(), list.style(), list.state(), list.settings().with(Setting.SUBJECT_PREFIX_IN, outside), list.policy(), list.created());
        return new Passage(marking, bare.receipt(), bare.receivedAt(), bare.session(), bare.hostname(), bare.webUrl(), "", Optional.empty(), 0, isFromWithin ? Origin.WITHIN : Origin.OUTSIDE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [talk] | [outside] | false | tea                           | [talk] [outside] tea
            [talk] | [outside] | false | Re: [talk] tea                | [outside] Re: [talk] tea
            [talk] | [outside] | false | Re: [talk] [outside] tea      | Re: [talk] [outside] tea
            [talk] | [outside] | true  | tea                           | [talk] tea
            [talk] | [outside] | true  | Re: [talk] [outside] tea      | Re: [talk] tea
            [talk] | [outside] | true  | AW: [Outside] Re: [talk] tea  | AW: Re: [talk] tea
            [talk] | [outside] | true  | what [outside] means          | [talk] what [outside] means
            [talk] | [outside] | true  | [outsiders] tea               | [talk] [outsiders] tea
            ''     | EXTERN    | false | tea                           | EXTERN tea
            ''     | EXTERN    | true  | Re: EXTERN tea                | Re: tea
            ''     | EXTERN    | true  | externs are welcome           | externs are welcome
            """)
    void a_post_from_outside_is_marked_and_an_answer_from_within_is_not(String prefix, String outside, boolean isFromWithin, String subject, String expected) {
        Message once = new SubjectPrefix().apply(post(subject), marking(prefix, outside, isFromWithin));
        assertThat(once.headers().first("Subject").orElseThrow().text()).isEqualTo(expected);
        assertThat(new SubjectPrefix().apply(once, marking(prefix, outside, isFromWithin))).isSameAs(once);
    }

    @Test
    void a_subject_of_a_hundred_thousand_blanks_and_marks_is_done_at_once() {
        Message post = post("[talk] " + "Re: ".repeat(1_000) + " ".repeat(100_000) + "[talk");
        assertThat(org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> new SubjectPrefix().apply(post, passage("[talk]")))).isSameAs(post);
    }
}

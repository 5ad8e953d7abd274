package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ZoneResolverTest {
    private static final Zone ZONE = Zone.read("""
            {"example.org.": {"MX": [[10, "mx.example.org"], [0, ""]], "TXT": ["one", "two"], "AAAA": ["2001:db8::1"]},
             "mx.example.org": {"A": ["192.0.2.1"], "timeout": true},
             "www.example.org": {"CNAME": "example.org"},
             "lost.example.org": {"CNAME": "nowhere.example.org"},
             "circle.example.org": {"CNAME": "circle.example.org"},
             "silent.example.org": {"timeout": true},
             "1.2.0.192.in-addr.arpa": {"PTR": ["MX.example.org"]},
             "odd/na:me %x.example.org": {"A": ["192.0.2.2"]}}
            """).orThrow();

    private static Stream<Question<?>> questions() {
        return Stream.of(
                Question.mx("example.org"), Question.txt("example.org"), Question.a("example.org"), Question.aaaa("www.Example.org."),
                Question.a("mx.example.org"), Question.a("lost.example.org"), Question.a("circle.example.org"),
                Question.a("nowhere.example.org"), Question.a("odd/na:me %x.example.org"), Question.a("a..b"));
    }

    @Test
    void it_answers_like_a_name_server_with_that_zone() throws Exception {
        var direct = new ZoneResolver(ZONE);
        try (var server = ZoneServer.start(ZONE, 0)) {
            var asked = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
            assertThat(questions()).allSatisfy(question -> assertThat(kind(direct, question)).isEqualTo(kind(asked, question)));
        }
    }

    private static String kind(Resolver resolver, Question<?> question) {
        Answer<?> answer = resolver.ask(question);
        return answer.getClass().getSimpleName() + answer.valuesOrNone();
    }

    @Test
    void silence_is_a_temporary_failure_at_once_for_the_types_not_listed() {
        var direct = new ZoneResolver(ZONE);
        assertThat(direct.a("silent.example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(direct.aaaa("mx.example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(direct.a("mx.example.org")).isInstanceOf(Answer.Found.class);
    }

    @Test
    void an_empty_host_is_a_null_mx() {
        assertThat(new ZoneResolver(ZONE).mx("example.org").valuesOrNone().getFirst().isNull()).isTrue();
    }
}

package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How a media type and its parameters are read.
class ContentTypeTest {
    static Stream<Arguments> parameters() {
        return Stream.of(
                Arguments.of("text/plain; name=a", "a"),
                Arguments.of("text/plain; NAME = \"a;b\\\"c\"", "a;b\"c"),
                Arguments.of("text/plain; name=a (remark)", "a"),
                Arguments.of("text/plain; name=file(1).txt", "file(1).txt"),
                Arguments.of("text/plain; name=two words.txt; x=y", "two words.txt"),
                Arguments.of("text/plain; name=first; name=second", "first"),
                Arguments.of("text/plain; name=\"unfinished", "unfinished"),
                Arguments.of("text/plain;;; name=a;", "a"),
                Arguments.of("text/plain name=a", "a"),
                Arguments.of("text/plain; name*=utf-8''caf%C3%A9", "café"),
                Arguments.of("text/plain; name*=iso-8859-1'en'caf%E9", "café"),
                Arguments.of("text/plain; name*0*=utf-8''caf%C3; name*1*=%A9; name*2=\" %41\"", "café %41"),
                Arguments.of("text/plain; name*0*=utf-8''caf%C; name*1*=3%A9", "café"),
                Arguments.of("text/plain; name*1=b; name*0=a; name*3=d", "ab"),
                Arguments.of("text/plain; name=plain; name*=utf-8''better", "better"),
                Arguments.of("text/plain; name*=utf-8''%", "%"),
                Arguments.of("text/plain; name*=utf-8''%zz%4", "%zz%4"),
                Arguments.of("text/plain; name*=x-unknown''a", "a"),
                Arguments.of("text/plain; name*=utf-8''a%0D%0ABcc:%20b", "a Bcc: b"),
                Arguments.of("text/plain; name*=noquotes", "noquotes"),
                Arguments.of("text/plain; name*99999*=a; name*=b", "b"));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void a_parameter_is_read_as_mailers_mean_it(String field, String name) {
        assertThat(ContentType.parse(field).orThrow().parameter("name")).contains(name);
    }

    @Test
    void type_and_names_have_no_case() {
        ContentType type = ContentType.parse("TEXT/Html; CharSet=UTF-8").orThrow();
        assertThat(type).hasToString("text/html");
        assertThat(type.parameter("charset")).contains("UTF-8");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"", "text", "/plain", "text/", "te xt/plain", "text//plain", "=", ";", "(", "\"text\"/plain"})
    void what_has_not_the_form_of_a_type_is_refused(String field) {
        assertThat(ContentType.parse(field)).isInstanceOf(Parsed.Malformed.class);
    }
}

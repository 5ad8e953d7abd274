package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What an edit promises: it changes what it names, and nothing else.
class MessageEditTest {
    private static final String POST = """
            Received: from a\r
            \tby b\r
            From: ann@example.org\r
            Subject:  [talk]  odd   spacing \r
            Received: from c by d\r
            \r
            body \r
            """;

    private static Message message(String text) {
        return Message.parse(text.getBytes(StandardCharsets.ISO_8859_1)).orThrow();
    }

    private static String written(Message message) {
        return new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void an_edit_without_changes_is_the_same_message() {
        Message post = message(POST);
        assertThat(post.edit().removeAll("List-Id").build()).isSameAs(post);
    }

    @Test
    void removing_takes_whole_folded_fields_and_leaves_every_other_octet() {
        assertThat(written(message(POST).edit().removeAll("RECEIVED").build()))
                .isEqualTo("From: ann@example.org\r\nSubject:  [talk]  odd   spacing \r\n\r\nbody \r\n");
    }

    @Test
    void prepended_fields_stand_first_the_last_one_on_top() {
        Message edited = message("A: 1\r\n\r\nx")
                .edit()
                .prepend(HeaderField.unstructured("B", "2"))
                .prepend(HeaderField.unstructured("C", "3"))
                .build();
        assertThat(written(edited)).isEqualTo("C: 3\r\nB: 2\r\nA: 1\r\n\r\nx");
    }

    @Test
    void appended_fields_stand_at_the_end_of_the_header() {
        Message edited = message("A: 1\r\n\r\nx").edit().append(HeaderField.unstructured("B", "2")).build();
        assertThat(written(edited)).isEqualTo("A: 1\r\nB: 2\r\n\r\nx");
    }

    @Test
    void a_replaced_field_keeps_its_place() {
        Message edited = message(POST)
                .edit()
                .replaceFirst("from", HeaderField.unstructured("From", "x@example.org"))
                .replaceFirst("List-Id", HeaderField.structured("List-Id", "<talk.example.org>"))
                .build();
        assertThat(edited.headers().all()).extracting(Header::name)
                .containsExactly("Received", "From", "Subject", "Received", "List-Id");
        assertThat(edited.headers().first("From").orElseThrow().value()).isEqualTo("x@example.org");
    }

    @Test
    void an_mbox_line_stays_in_front_of_what_is_prepended() {
        Message edited = message("From ann Mon\r\nA: 1\r\n\r\nx").edit().prepend(HeaderField.unstructured("B", "2")).build();
        assertThat(written(edited)).isEqualTo("From ann Mon\r\nB: 2\r\nA: 1\r\n\r\nx");
    }

    @Test
    void a_cut_off_mbox_line_does_not_swallow_what_is_added() {
        Message edited = message("From ann Mon").edit().append(HeaderField.unstructured("B", "2")).build();
        assertThat(written(edited)).isEqualTo("From ann Mon\r\nB: 2\r\n");
    }

    @Test
    void a_body_without_blank_line_never_becomes_part_of_an_added_field() {
        Message edited = message(" looks like a continuation\r\n").edit().append(HeaderField.unstructured("B", "2")).build();
        assertThat(edited.headers().first("B").orElseThrow().value()).isEqualTo("2");
        assertThat(written(edited)).isEqualTo("B: 2\r\n\r\n looks like a continuation\r\n");
    }

    @Test
    void a_header_cut_off_in_the_middle_can_be_added_to() {
        Message edited = message("A: 1").edit().append(HeaderField.unstructured("B", "2")).build();
        assertThat(written(edited)).isEqualTo("A: 1\r\nB: 2\r\n");
    }

    @Test
    void a_new_body_is_separated_from_the_header() {
        byte[] body = "new".getBytes(StandardCharsets.US_ASCII);
        assertThat(written(message("A: 1").edit().replaceBody(body).build())).isEqualTo("A: 1\r\n\r\nnew");
        assertThat(written(message("A: 1\r\n").edit().replaceBody(body).build())).isEqualTo("A: 1\r\n\r\nnew");
        assertThat(written(message("A: 1\r\n\r\nold").edit().replaceBody(body).build())).isEqualTo("A: 1\r\n\r\nnew");
    }

    private static final String TWO_PARTS =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b\r\nX: y\r\n\r\ntwo\r\n--b--\r\nend";

    @Test
    void a_replaced_part_leaves_its_neighbours_preamble_and_epilogue_alone() {
        Message post = message(TWO_PARTS);
        Message edited = post.edit()
                .replacePart(post.root().parts().get(1), "Z: 1\r\n\r\nnew".getBytes(StandardCharsets.US_ASCII))
                .build();
        assertThat(written(edited)).isEqualTo(TWO_PARTS.replace("X: y\r\n\r\ntwo", "Z: 1\r\n\r\nnew"));
    }

    @Test
    void an_empty_part_can_be_filled_without_swallowing_the_boundary() {
        Message post = message("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b--\r\n");
        Message edited = post.edit()
                .replacePart(post.root().parts().getFirst(), "\r\nfull".getBytes(StandardCharsets.US_ASCII))
                .build();
        assertThat(edited.root().parts()).hasSize(1);
        assertThat(edited.root().parts().getFirst().text()).isEqualTo("full");
    }

    @Test
    void a_part_that_would_break_the_structure_is_refused() {
        Message post = message(TWO_PARTS);
        Part first = post.root().parts().getFirst();
        assertThatThrownBy(() -> post.edit().replacePart(first, "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message(TWO_PARTS).edit().replacePart(first, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> post.edit().replacePart(first, new byte[0]).replacePart(first, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final String PARTS = "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n"
            + "--b\r\n\r\nthree\r\n--b--\r\nend\r\n";

    private static String without(int... indexes) {
        Message post = message(PARTS);
        java.util.Set<Part> unwanted = new java.util.HashSet<>();
        for (int index : indexes) {
            unwanted.add(post.root().parts().get(index));
        }
        return written(post.edit().removeParts(post.root(), unwanted).build());
    }

    @Test
    void removed_parts_go_with_one_boundary_line_each() {
        assertThat(without(0)).isEqualTo(PARTS.replace("\r\none\r\n--b\r\n", ""));
        assertThat(without(1)).isEqualTo(PARTS.replace("\r\n--b\r\n\r\ntwo", ""));
        assertThat(without(2)).isEqualTo(PARTS.replace("\r\n--b\r\n\r\nthree", ""));
        assertThat(without(0, 1)).isEqualTo(PARTS.replace("\r\none\r\n--b\r\n\r\ntwo\r\n--b\r\n", ""));
        assertThat(without(1, 2)).isEqualTo(PARTS.replace("\r\n--b\r\n\r\ntwo\r\n--b\r\n\r\nthree", ""));
        assertThat(without(0, 2)).isEqualTo(PARTS.replace("\r\none\r\n--b\r\n", "").replace("\r\n--b\r\n\r\nthree", ""));
    }

    @Test
    void a_multipart_without_any_part_is_refused() {
        assertThatThrownBy(() -> without(0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_new_content_brings_its_own_fields_and_takes_the_others_away() {
        Message edited = message("A: 1\r\nContent-Type: text/html\r\nB: 2\r\nContent-Transfer-Encoding: base64\r\n\r\nx")
                .edit()
                .replaceContent("X-Part: no\r\ncontent-type:  text/plain;\r\n\tcharset=utf-8\r\n\r\nwords".getBytes(StandardCharsets.US_ASCII))
                .build();
        assertThat(written(edited)).isEqualTo("A: 1\r\nB: 2\r\ncontent-type:  text/plain;\r\n\tcharset=utf-8\r\n\r\nwords");
    }
}

package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;

class ContentReaderFuzzTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 24);

    @FuzzTest(maxDuration = "60s")
    void content_ends_where_a_simple_reading_says_wherever_it_is_cut(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] octets = Arrays.copyOfRange(input, 1, input.length);
        int cut = Math.min(octets.length, input[0] & 0xff);
        MessageBuffer content = new MessageBuffer(budget, 1 << 20, 0);
        ContentReader reader = new ContentReader(content);
        int end = reader.scan(octets, 0, cut);
        end = reader.isEnded() ? end : reader.scan(octets, cut, octets.length);

        String text = "\r\n" + new String(octets, ISO_8859_1);
        int mark = text.indexOf("\r\n.\r\n");
        assertThat(end).isEqualTo(mark < 0 ? octets.length : mark + 3);
        if (mark >= 0) {
            String before = text.substring(0, mark + 2);
            assertThat(content.fault()).isEqualTo(fault(before));
            if (content.fault().isEmpty()) {
                assertThat(new String(content.toBytes(), ISO_8859_1))
                        .isEqualTo(before.replace("\r\n.", "\r\n").substring(2));
            }
        }
        content.close();
        assertThat(budget.available()).isEqualTo(1 << 24);
    }

    private static Optional<MessageBuffer.Fault> fault(String content) {
        String rest = content.replace("\r\n", "");
        if (rest.contains("\r") || rest.contains("\n")) {
            return Optional.of(MessageBuffer.Fault.BARE_LINE_END);
        }
        return rest.contains("\0") ? Optional.of(MessageBuffer.Fault.HOLDS_NUL) : Optional.empty();
    }

    @FuzzTest(maxDuration = "60s")
    void what_is_stuffed_is_read_back(byte[] message) {
        DotStuffed stuffed = DotStuffed.of(message);
        byte[] wire = (new String(stuffed.toBytes(), ISO_8859_1) + ".\r\n").getBytes(ISO_8859_1);
        MessageBuffer content = new MessageBuffer(budget, 1 << 24, 0);
        assertThat(new ContentReader(content).scan(wire, 0, wire.length)).isEqualTo(wire.length);
        String normal = new String(message, ISO_8859_1).replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        String complete = normal.isEmpty() || normal.endsWith("\r\n") ? normal : normal + "\r\n";
        if (complete.contains("\0")) {
            assertThat(content.fault()).contains(MessageBuffer.Fault.HOLDS_NUL);
        } else {
            assertThat(new String(content.toBytes(), ISO_8859_1)).isEqualTo(complete);
            assertThat(stuffed.size()).isEqualTo(complete.length());
        }
        content.close();
    }
}

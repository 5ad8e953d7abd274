package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class SmugglingTest {
    private static final List<String> FORMS = List.of(
            "\n.\n", "\r.\r", "\r.\n", "\n.\r", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\r\n\0.\r\n", "\r\n.\0\r\n", "\r\n.\r\r\n",
            "\r\r\n.\r\r\n");
    private static final String REST =
            "MAIL FROM:<admin@victim.example>\r\nRCPT TO:<smuggled@example.org>\r\nDATA\r\nx\r\n.\r\n";
    private static final int AT_ONCE = 16;

    @Test
    void each_form_cut_at_each_octet_is_one_message_or_550_and_never_two() throws Exception {
        CollectingHandler handler = new CollectingHandler();
        Semaphore permits = new Semaphore(AT_ONCE);
        try (SmtpServer server = TestServer.start(SmtpSession.Kind.MX, handler);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (String form : FORMS) {
                String octets = "S: x\r\n\r\ntext" + form + REST;
                for (int cut = 1; cut < octets.length(); cut++) {
                    int at = cut;
                    answers.add(threads.submit(() -> answerTo(server, octets, at, permits)));
                }
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("550 5.");
            }
            assertThat(answers).hasSizeGreaterThan(1_000);
            assertThat(handler.taken).isEmpty();
        }
    }

    @Test
    void the_real_end_cut_at_each_octet_is_one_message() throws Exception {
        CollectingHandler handler = new CollectingHandler();
        Semaphore permits = new Semaphore(1);
        String octets = "S: x\r\n\r\n..text\r\n.\r\n";
        try (SmtpServer server = TestServer.start(SmtpSession.Kind.MX, handler)) {
            for (int cut = 1; cut < octets.length(); cut++) {
                assertThat(answerTo(server, octets, cut, permits)).startsWith("250 2.0.0");
                assertThat(handler.taken.take().text()).isEqualTo("S: x\r\n\r\n.text\r\n");
            }
            assertThat(handler.taken).isEmpty();
        }
    }

    private static String answerTo(SmtpServer server, String octets, int cut, Semaphore permits) throws Exception {
        permits.acquire();
        try (RawClient client = RawClient.greeted(server.address())) {
            client.ask("MAIL FROM:<a@example.org>");
            client.ask("RCPT TO:<b@example.org>");
            client.ask("DATA");
            client.send(octets.substring(0, cut));
            Thread.sleep(2);
            return client.send(octets.substring(cut)).reply();
        } finally {
            permits.release();
        }
    }

    @Test
    void the_reader_sees_the_same_whatever_the_two_cuts() {
        for (String form : FORMS) {
            byte[] octets = ("S: x\r\n\r\n" + form + "y\r\n.\r\n" + REST).getBytes(ISO_8859_1);
            MessageBuffer.Fault expected =
                    form.contains("\0") ? MessageBuffer.Fault.HOLDS_NUL : MessageBuffer.Fault.BARE_LINE_END;
            for (int first = 0; first <= octets.length; first++) {
                for (int second = first; second <= octets.length; second++) {
                    MessageBuffer content = new MessageBuffer(new MemoryBudget(1 << 20), 1 << 20, 0);
                    ContentReader reader = new ContentReader(content);
                    int end = reader.scan(octets, 0, first);
                    end = reader.isEnded() ? end : reader.scan(octets, first, second);
                    end = reader.isEnded() ? end : reader.scan(octets, second, octets.length);
                    assertThat(content.fault()).contains(expected);
                    assertThat(new String(octets, 0, end, ISO_8859_1)).endsWith("y\r\n.\r\n");
                }
            }
        }
    }
}

package org.chancery.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CaptureDeliveryTest {
    @TempDir
    private Path folder;

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void each_copy_is_a_message_of_exact_octets_with_its_envelope_beside_it() throws Exception {
        try (var stage = Stage.capture(folder).start()) {
            PostingId posting = stage.post(7, List.of(Address.of("ann@example.net")));
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(1);
            Path message = files(".eml").getFirst();
            assertThat(Files.readAllBytes(message))
                    .isEqualTo(("X-Copy: 7-1\r\n" + new String(Stage.Posts.body(posting, 500), US_ASCII)).getBytes(US_ASCII));
            JsonNode envelope = new JsonMapper().readTree(Files.readString(files(".json").getFirst()));
            assertThat(envelope.get("X-Chancery-Envelope-From").asString()).isEqualTo("list-bounces+1@lists.example");
            assertThat(envelope.get("X-Chancery-Envelope-To").size()).isEqualTo(1);
            assertThat(envelope.get("X-Chancery-Envelope-To").get(0).asString()).isEqualTo("ann@example.net");
            assertThat(envelope.get("receipt").asString()).isEqualTo("receipt-7");
            assertThat(envelope.get("at").asString()).isEqualTo("2026-11-22T10:00:00Z");
            assertThat(files(".part")).isEmpty();
        }
    }

    @Test
    void a_large_list_is_captured_completely_and_respects_the_window() throws Exception {
        var disk = new CountDownLatch(1);
        try (var stage = Stage.capture(folder)) {
            stage.queue.beforeSettle(() -> awaitQuietly(disk));
            stage.start();
            PostingId posting = stage.post(1, 1_000);
            Stage.until("the window is full", () -> stage.delivery.unsettled() == DuplicateWindow.SIZE);
            assertThat(files(".eml")).hasSizeLessThanOrEqualTo(DuplicateWindow.SIZE);
            disk.countDown();
            stage.untilDrained();
            assertThat(stage.queue.delivered(posting)).isEqualTo(1_000);
            assertThat(files(".eml")).hasSize(1_000);
            assertThat(files(".json")).hasSize(1_000);
        }
    }

    @Test
    void the_oldest_go_when_there_are_too_many_also_those_of_an_earlier_run() throws Exception {
        for (int i = 0; i < CapturedFiles.MAX_TRANSACTIONS; i++) {
            Files.createFile(folder.resolve(String.format(Locale.ROOT, "20200101T000000.000Z-%08d.eml", i)));
        }
        Files.createFile(folder.resolve("20200101T000000.000Z-00000000.json"));
        Files.createFile(folder.resolve("half.eml.part"));
        var captured = new CapturedFiles(folder);
        captured.open();
        captured.write(MailFrom.nullSender(), Address.of("ann@example.net"), "r", Instant.parse("2026-11-22T10:00:00Z"), new byte[0]);
        assertThat(files(".eml")).hasSize(CapturedFiles.MAX_TRANSACTIONS);
        assertThat(files(".json")).hasSize(1);
        assertThat(folder.resolve("20200101T000000.000Z-00000000.eml")).doesNotExist();
        assertThat(files(".part")).isEmpty();
        assertThat(Files.readString(files(".json").getFirst())).contains("\"X-Chancery-Envelope-From\":\"\"");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

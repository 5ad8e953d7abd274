package org.chancery.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.kit.FaultProxy;
import org.chancery.kit.Programs;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No ghost, and nothing twice: the connection is cut between the final dot and our reply, so the client must send again.
class CutConnectionsTest {
    private static final int POSTS = 1_000;
    private static final int CLIENTS = 8;
    private static final String POSTER = "poster@example.net";
    private static final String LIST = "cut@lists.example.org";

    @TempDir
    Path folder;

    @Test
    void a_thousand_posts_whose_reply_was_cut_off_reach_each_member_exactly_once() throws Exception {
        try (Site site = Site.start(); FaultProxy proxy = FaultProxy.to(site.address("smtp"));
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            MailingList cut = site.openList("cut", "one@example.net", "two@example.net");
            site.set(cut, Map.of("archive", "owners"));
            proxy.cutAfter(conversation(), Long.MAX_VALUE);
            List<Future<String>> sent = new ArrayList<>();
            for (int i = 0; i < POSTS; i++) {
                int number = i;
                sent.add(clients.submit(() -> sendTwice(site, proxy, number)));
            }
            int taken = 0;
            for (Future<String> second : sent) {
                taken += site.onList(second.get()).post().state() == State.DISCARDED ? 1 : 0;
            }
            assertThat(taken).as("posts that were taken although their reply was lost").isPositive();
            site.copies("one@example.net", POSTS);
            site.copies("two@example.net", POSTS);
            site.settle();
            assertThat(proxy.connections()).isEqualTo(POSTS);
            assertThat(subjects(site, "one@example.net")).hasSize(POSTS).allSatisfy((_, copies) -> assertThat(copies).isEqualTo(1));
            assertThat(subjects(site, "two@example.net")).hasSize(POSTS).allSatisfy((_, copies) -> assertThat(copies).isEqualTo(1));
            Site.await(() -> site.administration().archive().waiting(Optional.of(cut)).isEmpty());
            assertThat(readByPython(exported(site, cut))).as("messages, and how many different, in the archive").isEqualTo(POSTS + " " + POSTS);
        }
    }

    private Path exported(Site site, MailingList list) throws IOException {
        Path file = folder.resolve("cut.mbox");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            site.administration().archive().export(Site.CALLER, list, Optional.empty(), out, _ -> {});
        }
        return file;
    }

    private static String readByPython(Path mbox) {
        String program = "import mailbox, sys; m = mailbox.mbox(sys.argv[1]); print(len(m), len({(x['message-id'], x['subject'], x.get_payload()) for x in m}))";
        Programs.needProgram("python3");
        return new String(Programs.run(List.of("/usr/bin/python3", "-c", program, mbox.toString()), new byte[0], true), US_ASCII).strip();
    }

    /// The first time the reply to the dot never comes; nobody knows whether it was taken.
    private static String sendTwice(Site site, FaultProxy proxy, int number) throws IOException {
        try (Talk cut = Talk.to(new InetSocketAddress("127.0.0.1", proxy.port()))) {
            assertThat(cut.post(POSTER, List.of(LIST), message(number))).isEqualTo("closed");
        }
        return site.post(POSTER, LIST, message(number));
    }

    /// All that the client says, up to the final dot.
    private static long conversation() {
        return ("EHLO client.example.net\r\nMAIL FROM:<" + POSTER + ">\r\nRCPT TO:<" + LIST + ">\r\nDATA\r\n.\r\n").length() + message(0).length;
    }

    /// Of the same length for each number, so that the proxy can count.
    private static byte[] message(int number) {
        String id = "%04d".formatted(number);
        return ("From: " + POSTER + "\r\nTo: " + LIST + "\r\nSubject: Post " + id + "\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <" + id + "@client.example.net>\r\n\r\nText " + id + "\r\n").getBytes(US_ASCII);
    }

    private static Map<String, Long> subjects(Site site, String recipient) {
        return site.sink().messages().stream().filter(copy -> copy.recipients().contains(recipient)).map(SmtpSink.Message::content)
                .map(octets -> Message.parse(octets).orThrow().headers().first("Subject").map(Header::value).orElse(""))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}

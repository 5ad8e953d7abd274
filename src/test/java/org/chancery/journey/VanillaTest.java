package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A list without protection never enters the room of opening and sealing, whatever is posted to it. The virtual machine tells: it traces
/// every call into the classes of that room (JEP 520) while posts go their whole way.
class VanillaTest {
    private static final Path ROOM = Path.of("target/classes/org/chancery/protection");
    private static final String ANN = "ann@example.net";
    @TempDir
    static Path folder;

    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private interface Post {
        void go() throws IOException;
    }

    /// The methods of the room that were called meanwhile by the server; what the posters of this test do themselves is not meant.
    private static List<String> entered(Post post) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.MethodTrace").with("filter", classes()).with("threshold", "0 ns").withStackTrace();
            recording.start();
            post.go();
            recording.stop();
            Path file = folder.resolve("calls.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream().map(VanillaTest::method).distinct().toList();
        }
    }

    private static String method(RecordedEvent event) {
        RecordedMethod method = event.getValue("method");
        return method.getType().getName() + "." + method.getName();
    }

    private static String classes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOM)) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.getFileName().toString().equals("package-info.class"))
                    .map(file -> "org.chancery.protection." + ROOM.relativize(file).toString().replace(".class", "").replace('/', '.'))
                    .collect(Collectors.joining(";"));
        }
    }

    @Test
    void posts_to_a_discussion_list_never_enter_the_room_of_opening_and_sealing() throws IOException {
        MailingList talk = site.list("talk@" + Site.DOMAIN, "discussion", Site.OPEN, ANN, "kit@example.net");
        MailingList safe = readers.list("safe", "encrypted");
        readers.member(safe, ANN, Technology.OPENPGP);
        site.settle();
        byte[] plain = Site.message(ANN, talk.address().toString(), "In clear");
        byte[] signed = readers.message(talk, ANN, "Signed", readers.person(ANN).signed(Technology.OPENPGP, "Hello.\r\n"));
        byte[] smime = readers.message(talk, ANN, "Signed", readers.person(ANN).signed(Technology.SMIME, "Hello.\r\n"));
        byte[] encrypted = readers.encrypted(safe, Technology.OPENPGP, ANN, "Encrypted", "Hello.\r\n", true);

        assertThat(entered(() -> {
            for (byte[] post : List.of(plain, signed, smime, encrypted)) {
                Site.receipt(site.post(ANN, talk, post));
            }
            site.settle();
        })).isEmpty();
        assertThat(site.copies("kit@example.net", 4)).hasSize(4);

        assertThat(entered(() -> {
            Site.receipt(site.post(ANN, safe, encrypted));
            site.settle();
        })).as("the encrypted list does").contains("org.chancery.protection.Opener.open", "org.chancery.protection.Sealing.copyFor");
    }
}

package org.chancery.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.kit.Author;
import org.chancery.mail.Message;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.RevocationDemand;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One keyring serves all posts of a list, and several are opened at once. (BouncyCastle keeps in a signature what it is being verified with: one valid post in
/// a thousand was refused as broken.)
class SharedKeyringTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 400;

    @Test
    void many_posts_opened_at_once_with_one_keyring_are_all_good(@TempDir Path folder) throws InterruptedException {
        OpenSsl openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        Author ann = Author.in(folder, openssl, "ann@example.net");
        Author list = Author.in(folder, openssl, "list@example.net");
        OpenPgpKeyring openPgp = OpenPgpKeyring.read(list.key().encoded().reveal(), List.of()).orThrow()
                .with(OpenPgpKeyring.read(ann.key().certificate().encoded(), List.of()).orThrow());
        SmimeKeyring smime = SmimeFiles.read((new String(list.certificate(), US_ASCII) + new String(list.secret(), US_ASCII)).getBytes(US_ASCII), List.of()).orThrow()
                .with(SmimeFiles.read(ann.certificate(), List.of()).orThrow()).trusting(SmimeFiles.read(openssl.read("ca.pem"), List.of()).orThrow());
        List<Message> mails = List.of(ann.encrypted(list.key().certificate(), "Hello\r\n", true), ann.encrypted(list.certificate(), "Hello\r\n", true),
                        ann.signed(Technology.OPENPGP, "Hello\r\n"), ann.signed(Technology.SMIME, "Hello\r\n")).stream()
                .map(content -> Message.parse(ann.message("list@example.net", "s", content)).orThrow()).toList();
        Map<String, Integer> states = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Opener opener = new Opener(List.of(new OpenPgpScheme(openPgp), new SmimeScheme(smime, RevocationDemand.OFF)));
                for (int round = 0; round < ROUNDS; round++) {
                    for (Message mail : mails) {
                        states.merge(opener.open(mail, Instant.now(), AcceptedSignatures.NONE).report().signature().word(), 1, Integer::sum);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(states).containsExactly(Map.entry("good", THREADS * ROUNDS * mails.size()));
    }
}

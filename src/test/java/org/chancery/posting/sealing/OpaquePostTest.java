package org.chancery.posting.sealing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A post that is one signed blob of S/MIME (RFC 8551 section 3.5.2) is judged by what stands in it, as a post in multipart/signed is.
class OpaquePostTest {
    private static final String ANN = "ann@example.net";
    private static final String FILE = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nSee the file.\r\n--m\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=x.bin\r\n\r\nx\r\n--m--\r\n";
    private static final String TEXT = "Content-Type: text/plain\r\n\r\nNo file.\r\n";
    @TempDir
    static Path folder;

    @Test
    void the_content_of_a_signed_blob_is_known_to_the_policy() throws IOException {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            MailingList list = lists.list(Map.of(Setting.SMIME_POST_SIGN, "force"), """
                    refuse "No files here." when has attachments.
                    accept when from anyone.
                    otherwise refuse.
                    """);
            lists.member(list, ANN, Technology.SMIME);
            assertThat(lists.judge(list, ANN, opaque(lists, list, TEXT))).startsWith("accept");
            assertThat(lists.judge(list, ANN, opaque(lists, list, FILE))).startsWith("refuse");
        }
    }

    private static byte[] opaque(EncryptedLists lists, MailingList list, String entity) {
        Author ann = lists.author(ANN);
        String blob = new String(lists.openssl().run(entity.getBytes(ISO_8859_1), "cms", "-sign", "-binary", "-nodetach",
                "-signer", "@" + ANN + ".pem", "-inkey", "@" + ANN + ".key"), ISO_8859_1);
        return ann.message(list.address().toString(), "x", blob.substring(blob.indexOf("Content-")).replace("\r\n", "\n").replace("\n", "\r\n").getBytes(ISO_8859_1));
    }
}

package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.keyring.MemberKey;
import org.chancery.kit.Programs;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.protection.Gpg;
import org.chancery.protection.OpenSsl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/admin/api.md as somebody follows it: every example is run as it stands there, from the first to the last.
class RestGuideTest {
    private static final Path GUIDE = Path.of("docs/admin/api.md");
    private static final String OWNER = "owner@example.com";
    private static final String ANNA = "anna@example.net";
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final StringBuilder answers = new StringBuilder();
    private Site site;
    private MailingList talk;

    /// Each command must succeed, and so must the program in front of a pipe.
    private void run(String block, Map<String, String> words) throws IOException, InterruptedException {
        Path script = folder.resolve("block.sh");
        Files.writeString(script, "set -euo pipefail\ncurl() { command curl -sS --fail-with-body \"$@\"; echo; }\n" + block);
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString()).directory(folder.toFile()).redirectErrorStream(true);
        shell.environment().putAll(words);
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(block + "\n" + said).isZero();
        answers.append(said);
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private void post(String from, String to) throws IOException {
        Site.receipt(site.post(from, to, Site.message(from, to, "ok")));
    }

    /// A second key of Anna's that she has proved, beside the first.
    private void proved(Gpg gpg) throws IOException {
        gpg.generate("Anna now <" + ANNA + ">", "1y");
        site.administration().keys().install(Site.CALLER, talk, ANNA, gpg.run(new byte[0], "--export", "=Anna now <" + ANNA + ">"));
        gpg.generate("Anna again <" + ANNA + ">", "1y");
        byte[] second = gpg.run(new byte[0], "--armor", "--export", "=Anna again <" + ANNA + ">");
        int before = site.sink().messages().size();
        site.administration().keys().handIn(Site.CALLER, talk, ANNA, second);
        Site.await(() -> site.sink().messages().stream().skip(before).anyMatch(copy -> copy.text().contains("BEGIN PGP MESSAGE")));
        String mail = site.sink().messages().stream().skip(before).filter(copy -> copy.text().contains("BEGIN PGP MESSAGE")).findFirst().orElseThrow().text();
        byte[] blob = mail.substring(mail.indexOf("-----BEGIN PGP MESSAGE"), mail.indexOf("-----END PGP MESSAGE") + 27).getBytes(UTF_8);
        Matcher address = Pattern.compile("talk-confirm\\+[a-z2-7]{34}@lists\\.example\\.org").matcher(new String(gpg.run(blob, "--decrypt"), UTF_8));
        assertThat(address.find()).isTrue();
        post(ANNA, address.group());
        Site.await(() -> site.administration().keys().ofMember(Site.CALLER, talk, ANNA).stream().anyMatch(key -> key.state() == MemberKey.State.PROVED));
    }

    @Test
    void every_example_of_the_guide_works_as_it_stands_there() throws IOException, InterruptedException {
        Programs.needProgram("curl");
        OpenSsl openssl = OpenSsl.in(folder);
        openssl.authority("ca");
        try (Site started = Site.start("keys.wkd=on"); Gpg gpg = Gpg.start(); Gpg elsewhere = Gpg.start()) {
            site = started;
            talk = site.openList("talk", ANNA);
            site.add(talk, OWNER, Role.OWNER);
            gpg.generate("Owner <" + OWNER + ">", "2y");
            gpg.generate("Anna <" + ANNA + ">", "2y");
            site.administration().keys().install(Site.CALLER, talk, OWNER, gpg.run(new byte[0], "--export", "=Owner <" + OWNER + ">"));
            write("anna.asc", gpg.run(new byte[0], "--armor", "--export", "=Anna <" + ANNA + ">"));
            elsewhere.run(new byte[0], "--passphrase", "open sesame", "--quick-generate-key", "talk <talk@lists.example.org>", "rsa3072", "sign,cert,encr", "1y");
            openssl.certificate("anna", "ca", ANNA, "ec -pkeyopt ec_paramgen_curve:P-256", "emailProtection", "30"); // anna.pem
            write("locked.asc", elsewhere.run(new byte[0], "--passphrase", "open sesame", "--armor", "--export-secret-keys"));
            String administrator = "root@example.org:" + site.account("root@example.org");
            site.administration().accounts().grant(Site.CALLER, site.administration().accounts().require("root@example.org"), "site-admin", Optional.empty());
            Map<String, String> words = new HashMap<>(Map.of(
                    "API", "http://127.0.0.1:" + site.address("web").getPort() + "/api/v1/lists/" + talk.address(),
                    "LOGIN", OWNER + ":" + site.account(OWNER), "ADMINISTRATOR", administrator, "PASSPHRASE", "open sesame", "GNUPGHOME", gpg.home().toString()));
            List<String> blocks = BLOCK.matcher(Files.readString(GUIDE)).results().map(found -> found.group(1)).toList();
            assertThat(blocks).hasSizeGreaterThan(6);
            for (String block : blocks) {
                if (block.contains("@certificate.pem")) {
                    write("certificate.pem", openssl.run(Files.readAllBytes(folder.resolve("talk.csr")),
                            "x509", "-req", "-CA", "@ca.pem", "-CAkey", "@ca.key", "-CAcreateserial", "-days", "30", "-copy_extensions", "copyall"));
                }
                if (block.contains("FINGERPRINT")) {
                    site.administration().keys().trust(Site.CALLER, talk, openssl.read("ca.pem"));
                    words.put("FINGERPRINT", site.administration().keys().trusted(Site.CALLER, talk).getFirst().fingerprint());
                }
                if (block.contains("/approve")) {
                    proved(gpg);
                }
                run(block.replaceAll("(.*/fetch\".*)", "$1 || true"), words);
            }
        }
        assertThat(answers).contains("\"state\":\"challenged\"", "\"state\":\"active\"", "\"state\":\"cooling\"", "\"cipher\":\"aes256-gcm\"").contains("no Web Key Directory");
        assertThat(Files.readString(folder.resolve("talk-keys.asc"))).startsWith("-----BEGIN PGP MESSAGE");
        assertThat(Files.readString(folder.resolve("talk.pem"))).startsWith("-----BEGIN CERTIFICATE");
        assertThat(Files.readString(folder.resolve("anna-used.asc"))).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
    }
}

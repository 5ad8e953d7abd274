package org.chancery.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {
    @TempDir
    Path folder;

    private final SelfSignedCertificate made =
            SelfSignedCertificate.create(List.of("mx.example.org", "lists.example.org"), InstantSource.system(), new SecureRandom());

    @Test
    void a_made_certificate_names_its_hosts_and_survives_its_pem_files() throws Exception {
        assertThat(made.certificate().getSubjectAlternativeNames().toString()).contains("mx.example.org", "lists.example.org");
        Path certificate = write("cert.pem", made.certificatePem());
        Path key = write("key.pem", made.keyPem().revealText());
        assertThat(TlsContexts.fromPem(certificate, key).getProtocol()).isEqualTo("TLS");
    }

    @Test
    void files_that_are_something_else_are_refused_by_name() throws IOException {
        Path certificate = write("cert.pem", made.certificatePem());
        Path nonsense = write("nonsense.pem", "no key here\n");
        assertThatThrownBy(() -> TlsContexts.fromPem(certificate, nonsense)).isInstanceOf(IOException.class).hasMessageContaining("nonsense.pem");
        assertThatThrownBy(() -> TlsContexts.fromPem(nonsense, certificate)).isInstanceOf(IOException.class).hasMessageContaining("nonsense.pem");
    }

    @Test
    void keys_as_openssl_writes_them_are_read() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        openssl("ecparam -name prime256v1 -genkey -out ec.key"); // EC PARAMETERS first, then SEC 1
        openssl("req -x509 -new -key ec.key -subj /CN=mx.example.org -out ec.pem");
        openssl("genrsa -traditional -out rsa.key 2048"); // PKCS #1
        openssl("req -x509 -new -key rsa.key -subj /CN=mx.example.org -out rsa.pem");
        assertThat(TlsContexts.fromPem(folder.resolve("ec.pem"), folder.resolve("ec.key"))).isNotNull();
        assertThat(TlsContexts.fromPem(folder.resolve("rsa.pem"), folder.resolve("rsa.key"))).isNotNull();
    }

    private void openssl(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, UTF_8);
    }
}

package org.chancery.protection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chancery.kit.Programs;

/// A small certification authority and an S/MIME program, both OpenSSL, in a folder.
public final class OpenSsl {
    private final Path folder;

    private OpenSsl(Path folder) {
        this.folder = folder;
    }

    /// Skips the test, visibly, where the program is not installed.
    public static OpenSsl in(Path folder) {
        Programs.needProgram("openssl");
        return new OpenSsl(folder);
    }

    public byte[] run(byte[] in, String... arguments) {
        List<String> line = new ArrayList<>(List.of("openssl"));
        for (String argument : arguments) {
            line.add(argument.startsWith("@") ? folder.resolve(argument.substring(1)).toString() : argument);
        }
        return Programs.run(line, in, true);
    }

    public void authority(String name) {
        run(new byte[0], "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "@" + name + ".key", "-out", "@" + name + ".pem", "-subj", "/CN=" + name, "-days", "40");
    }

    /// What `openssl ca` and `openssl ocsp` note of certificates, empty at first: `@index.txt`, and `@ca.cnf` that names it.
    public void index() {
        write("index.txt", "");
        write("ca.cnf", "[ca]\ndefault_ca=one\n[one]\ndatabase=" + folder.resolve("index.txt") + "\ndefault_md=sha256\n");
    }

    /// `kind`: `rsa:2048`, or `ec -pkeyopt …` split at blanks.
    public void certificate(String name, String by, String address, String kind, String usage, String days) {
        List<String> request = new ArrayList<>(List.of("req", "-newkey"));
        request.addAll(List.of(kind.split(" ")));
        request.addAll(List.of("-nodes", "-keyout", "@" + name + ".key", "-out", "@" + name + ".csr", "-subj", "/CN=" + name));
        run(new byte[0], request.toArray(String[]::new));
        certified(name, by, days, "subjectAltName=email:" + address + "\nkeyUsage=digitalSignature,keyEncipherment,keyAgreement\nextendedKeyUsage=" + usage + "\n");
    }

    /// An RSA certificate that announces AES-256-GCM (RFC 4262).
    public void capable(String name, String by, String address) {
        run(new byte[0], "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "@" + name + ".key", "-out", "@" + name + ".csr", "-subj", "/CN=" + name);
        certified(name, by, "30", "subjectAltName=email:" + address + "\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection\n"
                + "1.2.840.113549.1.9.15=ASN1:SEQUENCE:capabilities\n[capabilities]\none=SEQUENCE:gcm\n[gcm]\nid=OID:2.16.840.1.101.3.4.1.46\n");
    }

    private void certified(String name, String by, String days, String extensions) {
        write(name + ".ext", extensions);
        run(new byte[0], "x509", "-req", "-in", "@" + name + ".csr", "-CA", "@" + by + ".pem", "-CAkey", "@" + by + ".key", "-CAcreateserial",
                "-days", days, "-extfile", "@" + name + ".ext", "-out", "@" + name + ".pem");
    }

    public byte[] read(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

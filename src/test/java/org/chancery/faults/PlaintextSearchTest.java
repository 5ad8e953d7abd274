package org.chancery.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The search of the canary test can find: whatever is planted, in whatever form, is a hit.
class PlaintextSearchTest {
    private static final String CANARY = "qzvkwjxhbnmplrtydfgcsaeioukqzjwv";
    private static final PlaintextSearch SEARCH = new PlaintextSearch(List.of(CANARY.getBytes(US_ASCII)));
    private static final String TEXT = "The bird says " + CANARY + " at dawn, and again " + CANARY + ".\r\n";

    @TempDir
    Path folder;

    private static byte[] packed(String how, byte[] octets) throws IOException {
        var out = new ByteArrayOutputStream();
        switch (how) {
            case "gzip" -> {
                try (var gzip = new GZIPOutputStream(out)) {
                    gzip.write(octets);
                }
            }
            case "zlib" -> {
                try (var zlib = new DeflaterOutputStream(out)) {
                    zlib.write(octets);
                }
            }
            default -> {
                try (var zip = new ZipOutputStream(out)) {
                    zip.putNextEntry(new ZipEntry("a name"));
                    zip.write(octets);
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] base64(byte[] octets) {
        return Base64.getMimeEncoder(64, new byte[] {'\r', '\n'}).encode(octets);
    }

    private static Map<String, byte[]> planted() throws IOException {
        byte[] text = TEXT.getBytes(US_ASCII);
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms.put("as it is", text);
        forms.put("utf-16", TEXT.getBytes(UTF_16LE));
        forms.put("hexadecimal", HexFormat.of().formatHex(text).getBytes(US_ASCII));
        forms.put("folded", TEXT.replace("mplr", "mp\r\n lr").getBytes(US_ASCII));
        forms.put("quoted-printable", TEXT.replace("mplr", "=6Dp=\r\nlr").getBytes(US_ASCII));
        for (int before = 0; before < 3; before++) {
            forms.put("base64 after " + before, base64(("x".repeat(before) + TEXT).getBytes(US_ASCII)));
            forms.put("base64 behind letters " + before, ("x".repeat(before) + new String(base64(text), US_ASCII)).getBytes(US_ASCII));
        }
        forms.put("base64 for addresses", Base64.getUrlEncoder().encode(text));
        for (String how : List.of("gzip", "zlib", "zip")) {
            forms.put(how, packed(how, text));
        }
        forms.put("gzip in base64", base64(packed("gzip", text)));
        forms.put("base64 in gzip", packed("gzip", base64(text)));
        forms.put("base64 of base64 in zlib", packed("zlib", base64(base64(text))));
        return forms;
    }

    @Test
    void whatever_is_planted_among_other_octets_is_found_in_any_form() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        for (Map.Entry<String, byte[]> form : planted().entrySet()) {
            Path file = Files.createDirectories(folder.resolve("a").resolve("b")).resolve("data.bin");
            Files.writeString(file, new String(noise, ISO_8859_1) + "\n" + new String(form.getValue(), ISO_8859_1) + "\n" + new String(noise, ISO_8859_1), ISO_8859_1);
            assertThat(SEARCH.in(folder)).as(form.getKey()).singleElement().asString().startsWith(file.toString());
        }
    }

    @Test
    void where_nothing_was_planted_nothing_is_found() throws IOException {
        byte[] noise = new byte[1_000_000];
        new Random(5).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.write(folder.resolve("armoured"), base64(noise));
        Files.writeString(folder.resolve("nearly"), CANARY.replace('q', 'p'));
        assertThat(SEARCH.in(folder)).isEmpty();
    }
}

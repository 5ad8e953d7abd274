package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The big ones among bad input rows 21 to 27, which are made and not kept. Each name begins with the code that it must be answered with.
///
/// Example: `Bombs.ALL.get("550 row 21: a million fields").get()`
final class Bombs {
    private static final String HEAD = "From: evil@example.com\r\nTo: hostile@lists.example.org\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n";
    static final Map<String, Supplier<byte[]>> ALL = all();

    private Bombs() {}

    private static Map<String, Supplier<byte[]>> all() {
        Map<String, Supplier<String>> big = new LinkedHashMap<>();
        big.put("550 row 21: a hundred thousand fields", () -> HEAD + "X-A: b\r\n".repeat(100_000) + "\r\nx\r\n");
        big.put("550 row 21: one header of 20 MB", () -> HEAD + "X-A: b\r\n" + (" " + "x".repeat(900) + "\r\n").repeat(22_000) + "\r\nx\r\n");
        big.put("550 row 21: nested comments", () -> "From: " + ("(".repeat(900) + "\r\n ").repeat(100) + "evil@example.com\r\nTo: hostile@lists.example.org\r\n\r\nx\r\n");
        big.put("550 row 22: a hundred thousand continued parameters", () -> HEAD + "Subject: x\r\nContent-Type: text/plain" + parameters(100_000) + "\r\n\r\nx\r\n");
        big.put("250 row 22: three thousand continued parameters", () -> HEAD + "Subject: x\r\nContent-Type: text/plain" + parameters(3_000) + "\r\n\r\nx\r\n");
        big.put("550 row 23: two hundred hops", () -> HEAD + "Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n".repeat(200) + "\r\nx\r\n");
        big.put("550 row 25: multiparts nested 10,000 deep", () -> HEAD + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + nested(10_000));
        big.put("550 row 25: multiparts nested 100,000 deep", () -> HEAD + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + nested(100_000));
        big.put("550 row 25: messages nested 50,000 deep", () -> HEAD + "Content-Type: message/rfc822\r\n\r\n" + "Content-Type: message/rfc822\r\n\r\n".repeat(50_000));
        big.put("550 row 25: messages nested 10,000 deep", () -> HEAD + "Content-Type: message/rfc822\r\n\r\n" + "Content-Type: message/rfc822\r\n\r\n".repeat(10_000));
        big.put("250 row 26: a boundary of 70,000 octets", () -> HEAD + "Content-Type: multipart/mixed; boundary=\"" + "b".repeat(70_000) + "\"\r\n\r\n--" + "b".repeat(70_000) + "\r\n\r\nx\r\n");
        big.put("550 row 26: a million empty parts", () -> HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(1_000_000));
        big.put("250 row 27: quoted-printable of nothing but equals signs", () -> HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(900) + "\r\n").repeat(5_000));
        big.putAll(largest());
        Map<String, Supplier<byte[]>> octets = new LinkedHashMap<>();
        big.forEach((name, text) -> octets.put(name, () -> text.get().getBytes(ISO_8859_1)));
        return octets;
    }

    /// The sizes that the rows name, where they are larger than what stands above.
    private static Map<String, Supplier<String>> largest() {
        Map<String, Supplier<String>> big = new LinkedHashMap<>();
        big.put("550 row 21: a million fields", () -> HEAD + "X-A: b\r\n".repeat(1_000_000) + "\r\nx\r\n");
        big.put("552 row 21: one header of 50 MB", () -> HEAD + "X-A: b\r\n" + (" " + "x".repeat(900) + "\r\n").repeat(55_400) + "\r\nx\r\n");
        big.put("550 row 21: half a million references", () -> HEAD + "References: <a@b>\r\n" + " <a@example.net>\r\n".repeat(500_000) + "\r\nx\r\n");
        big.put("550 row 21: comments nested 100,000 deep",
                () -> "From: " + ("(".repeat(900) + "\r\n ").repeat(112) + "evil@example.com\r\nTo: hostile@lists.example.org\r\n\r\nx\r\n");
        big.put("550 row 21: a group of 200,000", () -> "From: evil@example.com\r\nTo: all: a@example.net" + ",\r\n a@example.net".repeat(200_000) + ";\r\n\r\nx\r\n");
        big.put("550 row 24: a Message-ID of 1 MB in one line", () -> HEAD + "Message-ID: <" + "x".repeat(1_000_000) + "@example.com>\r\n\r\nx\r\n");
        big.put("550 row 24: a Message-ID of 1 MB, folded", () -> HEAD + "Message-ID: <" + ("x".repeat(900) + "\r\n ").repeat(1_110) + "@example.com>\r\n\r\nx\r\n");
        big.put("250 row 27: messages in base64 in each other, to 18 MB", () -> HEAD + encodedNest(18_000_000));
        big.put("250 row 27: 18 MB of equals signs", () -> HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(74) + "\r\n").repeat(240_000));
        big.put("250 row 27: 20 MB of text in which something may hide", () -> HEAD + "\r\n" + ("1. of 100 % <b>&amp;</b> " + "x".repeat(50) + "\r\n").repeat(260_000));
        big.put("552 row 27: 25 MB and more of equals signs", () -> HEAD + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + ("=".repeat(900) + "\r\n").repeat(30_000));
        return big;
    }

    /// Each level is a third longer than the one in it, so some forty are as deep as a message can go.
    private static String encodedNest(int octets) {
        String inner = "Subject: innermost\r\n\r\nx\r\n";
        while (inner.length() < octets) {
            inner = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(inner.getBytes(ISO_8859_1)) + "\r\n";
        }
        return inner;
    }

    private static String parameters(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(";\r\n name*").append(i).append("*=%");
        }
        return all.toString();
    }

    private static String nested(int depth) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            all.append("--b").append(i).append("\r\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\r\n\r\n");
        }
        return all.toString();
    }
}

package org.chancery.sender;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mails that carry a secret in every way we know of, and a search for it that shares no code with what removes it.
public final class Leaks {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/\r\n]{20,}");
    private static final Pattern ENTITY = Pattern.compile("&#([0-9]+);");
    private static final Pattern SOFT = Pattern.compile("=\r?\n");
    private static final Pattern HEX = Pattern.compile("[=%]([0-9A-Fa-f]{2})");

    private Leaks() {}

    /// How the name of the field or line is written.
    public static final List<String> SPELLINGS =
            List.of("Authorised", "AUTHORIZED", "Approved", "approve", "X-Approved", "Approved ", "Autorised", "X-Autorised");

    /// How the body is written.
    public enum Encoding {
        PLAIN,
        QUOTED_PRINTABLE,
        BASE64,
        UTF_7,
        UTF_16,
        HTML
    }

    /// Where the line stands.
    public enum Place {
        HEADER,
        FIRST_LINE,
        SECOND_LINE,
        ALTERNATIVE,
        FLOWED,
        NESTED,
        SUBJECT
    }

    /// One mail to `to` in which `secret` stands like that.
    public static byte[] mail(String spelling, Encoding encoding, Place place, String secret, String to) {
        String line = spelling + ": " + secret;
        StringBuilder head = new StringBuilder("From: Ann <ann@example.net>\r\nTo: " + to + "\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
                + Integer.toHexString((spelling + encoding + place + secret).hashCode()) + "@client.example.net>\r\nMIME-Version: 1.0\r\n");
        head.append(place == Place.SUBJECT ? "Subject: see " + secret + "\r\n" : "Subject: news\r\n");
        if (place == Place.HEADER) {
            head.append(line).append("\r\n");
        }
        String text = switch (place) {
            case FIRST_LINE, ALTERNATIVE -> line + "\r\n\r\nThe text.\r\n";
            case SECOND_LINE, NESTED -> "Dear all,\r\n" + line + "\r\nThe text.\r\n";
            case FLOWED -> line.substring(0, line.length() - 9) + " \r\n" + line.substring(line.length() - 9) + "\r\n\r\nThe text.\r\n";
            case HEADER, SUBJECT -> "The text.\r\n";
        };
        String part = part(encoding, text);
        return switch (place) {
            case ALTERNATIVE -> (head + "Content-Type: multipart/alternative; boundary=b\r\n\r\nreads " + secret + "\r\n--b\r\n" + part("PLAIN", "Hello.\r\n") + "\r\n--b\r\n" + part + "\r\n--b--\r\n").getBytes(ISO_8859_1);
            case NESTED -> (head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part("PLAIN", "See below.\r\n")
                    + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ann@example.net\r\n" + line + "\r\nSubject: inner\r\n" + part + "\r\n--b--\r\n").getBytes(ISO_8859_1);
            case HEADER, FIRST_LINE, SECOND_LINE, FLOWED, SUBJECT -> (head + part).getBytes(ISO_8859_1);
        };
    }

    private static String part(String encoding, String text) {
        return part(Encoding.valueOf(encoding), text);
    }

    private static String part(Encoding encoding, String text) {
        return switch (encoding) {
            case PLAIN -> "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n" + text;
            case QUOTED_PRINTABLE -> "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted(text);
            case BASE64 -> "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8)) + "\r\n";
            case UTF_7 -> "Content-Type: text/plain; charset=utf-7\r\n\r\n" + shifted(text);
            case UTF_16 -> "Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_16LE)) + "\r\n";
            case HTML -> "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + tagged(text) + "</p></body></html>\r\n";
        };
    }

    /// Every third octet escaped, lines broken softly in the middle of words.
    private static String quoted(String text) {
        StringBuilder written = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                written.append(c);
                column = 0;
            } else {
                written.append(i % 3 == 0 || c == '=' ? String.format("=%02X", (int) c) : String.valueOf(c));
                column++;
                if (column == 20) {
                    written.append("=\r\n");
                    column = 0;
                }
            }
        }
        return written.toString();
    }

    private static String shifted(String text) {
        StringBuilder written = new StringBuilder();
        for (char c : text.toCharArray()) {
            written.append("1.s".indexOf(c) >= 0 ? "+" + Base64.getEncoder().withoutPadding().encodeToString(new byte[] {0, (byte) c}) + "-" : String.valueOf(c));
        }
        return written.toString();
    }

    private static String tagged(String text) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            written.append(c == '\r' ? "" : i % 7 == 3 && c != '\n' ? "&#" + (int) c + ";" : c == '\n' ? "<br>\r\n" : i % 11 == 5 ? c + "<b></b>" : String.valueOf(c));
        }
        return written.toString();
    }

    /// Does any reader of these octets get at `secret`: as it is, in UTF-16, in base64 of any alignment, quoted, over lines, between tags?
    public static boolean shows(byte[] octets, String secret) {
        String raw = new String(octets, ISO_8859_1);
        List<String> readings = new ArrayList<>(List.of(raw, raw.replace("\0", "")));
        String decoded = hex(SOFT.matcher(raw).replaceAll(""));
        readings.add(decoded);
        readings.add(decoded.replaceAll("<[^>]*>", "").replaceAll("[ \r\n>]", ""));
        readings.add(ENTITY.matcher(raw).replaceAll(found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1)) % 0x10000))).replaceAll("<[^>]*>", "").replaceAll("[\r\n]", ""));
        Matcher runs = RUN.matcher(raw);
        while (runs.find()) {
            String run = runs.group().replaceAll("[\r\n]", "");
            for (int skip = 0; skip < 4; skip++) {
                int whole = Math.max(0, (run.length() - skip) / 4 * 4);
                readings.add(new String(Base64.getDecoder().decode(run.substring(skip, skip + whole)), ISO_8859_1).replace("\0", "").replaceAll("[ \r\n>]", ""));
            }
        }
        return readings.stream().anyMatch(reading -> reading.toLowerCase(java.util.Locale.ROOT).contains(secret.toLowerCase(java.util.Locale.ROOT)));
    }

    private static String hex(String text) {
        return HEX.matcher(text).replaceAll(found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    static byte[] mail(String fields, String body) {
        return ("From: ann@example.net\r\nTo: news@lists.example.org\r\nSubject: news\r\n" + fields + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zip(String name, byte[] content) throws java.io.IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(octets)) {
            zip.putNextEntry(new java.util.zip.ZipEntry(name));
            zip.write(content);
        }
        return octets.toByteArray();
    }

    static String base64(byte[] octets) {
        return new String(Base64.getMimeEncoder().encode(octets), US_ASCII) + "\r\n";
    }
}

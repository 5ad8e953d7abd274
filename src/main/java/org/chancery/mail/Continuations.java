package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Parameter values beyond ASCII and in pieces (RFC 2231 sections 3 and 4): `name*0*=utf-8''%e2%82`, `name*1*=%ac`.
/// Pieces are put in the order of their numbers; after a missing number the rest is left out. The joined form
/// wins over a plain parameter of the same name, which older software reads.
final class Continuations {
    /// Numbers beyond this belong to no real file name, and a huge one must not be taken for an index.
    private static final int MAX_PIECE = 999;

    private Continuations() {}

    private record Piece(String value, boolean encoded) {}

    static Map<String, String> joined(Map<String, String> raw) {
        Map<String, String> joined = new LinkedHashMap<>();
        Map<String, TreeMap<Integer, Piece>> pieces = new HashMap<>();
        raw.forEach((name, value) -> {
            int star = name.indexOf('*');
            if (star <= 0) {
                joined.putIfAbsent(name, value);
            } else {
                addPiece(pieces, name, star, value);
            }
        });
        pieces.forEach((name, ordered) -> {
            if (ordered.containsKey(0)) {
                joined.put(name, PlainText.harmless(value(ordered)));
            }
        });
        return joined;
    }

    private static void addPiece(
            Map<String, TreeMap<Integer, Piece>> pieces, String name, int star, String value) {
        boolean encoded = name.endsWith("*");
        String number = name.substring(star + 1, name.length() - (encoded && name.length() - 1 > star ? 1 : 0));
        if (!number.matches("[0-9]{0,3}")) {
            return;
        }
        int index = number.isEmpty() ? 0 : Math.min(Integer.parseInt(number), MAX_PIECE);
        pieces.computeIfAbsent(name.substring(0, star), _ -> new TreeMap<>())
                .putIfAbsent(index, new Piece(value, encoded));
    }

    private static String value(TreeMap<Integer, Piece> pieces) {
        Charset charset = StandardCharsets.UTF_8;
        var octets = new ByteArrayOutputStream();
        // Neighbouring encoded pieces are decoded together: some mailers cut between a percent sign and its digits.
        var encoded = new StringBuilder();
        for (int i = 0; pieces.containsKey(i); i++) {
            Piece piece = pieces.get(i);
            String text = piece.value();
            if (i == 0 && piece.encoded() && text.indexOf('\'') >= 0) {
                int quote = text.indexOf('\'');
                charset = CharsetNames.find(text.substring(0, quote)).orElse(StandardCharsets.UTF_8);
                text = text.substring(text.indexOf('\'', quote + 1) + 1);
            }
            if (piece.encoded()) {
                encoded.append(text);
            } else {
                octets.writeBytes(percentDecoded(encoded.toString()));
                encoded.setLength(0);
                octets.writeBytes(text.getBytes(charset(charset)));
            }
        }
        octets.writeBytes(percentDecoded(encoded.toString()));
        return octets.toString(charset);
    }

    /// A few charsets can only be decoded.
    private static Charset charset(Charset charset) {
        return charset.canEncode() ? charset : StandardCharsets.US_ASCII;
    }

    private static byte[] percentDecoded(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
            decoded.write(low >= 0 ? high * 16 + low : octets[i]);
            i += low >= 0 ? 2 : 0;
        }
        return decoded.toByteArray();
    }
}

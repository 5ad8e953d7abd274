package org.chancery.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Looks for octets in files: as they are, in UTF-16 and hexadecimal, in base64, quoted-printable, across line ends, and in what gzip,
/// zlib or zip have compressed; each of these inside the others, three deep.
///
/// Example: `new PlaintextSearch(List.of(canary)).in(data)` is empty when nothing of the canary was ever written.
final class PlaintextSearch {
    private static final int DEPTH = 3;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|\\r?\\n(?=[A-Za-z0-9+/_-])){30,}+");
    private static final Pattern QUOTED = Pattern.compile("=(?:([0-9A-Fa-f]{2})|\\r?\\n)");
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+[ \\t]*");
    private static final Pattern COMPRESSED = Pattern.compile("\\x1f\\x8b\\x08|\\x78[\\x01\\x5e\\x9c\\xda]|PK\\x03\\x04", Pattern.DOTALL);
    private static final int GZIP_HEADER = 10;
    private static final int ZLIB_HEADER = 2;
    private static final int ZIP_HEADER = 30;
    private static final int MOST_INFLATED = 1 << 20;

    private final List<String> needles = new ArrayList<>();

    PlaintextSearch(List<byte[]> wanted) {
        for (byte[] one : wanted) {
            String text = new String(one, ISO_8859_1);
            needles.add(text);
            needles.add(new String(text.getBytes(StandardCharsets.UTF_16LE), ISO_8859_1));
            needles.add(new String(text.getBytes(StandardCharsets.UTF_16BE), ISO_8859_1));
            needles.add(HexFormat.of().formatHex(one));
            needles.add(HexFormat.of().withUpperCase().formatHex(one));
        }
    }

    /// In every file of a folder: which, and in what form. A file that goes away meanwhile is left out.
    List<String> in(Path folder) throws IOException {
        List<String> hits = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                read(file).flatMap(this::in).ifPresent(form -> hits.add(file + " " + form));
            }
        }
        return hits;
    }

    private static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// In what form the octets hold it.
    Optional<String> in(byte[] octets) {
        return in(new String(octets, ISO_8859_1), "", DEPTH);
    }

    private Optional<String> in(String text, String form, int depth) {
        if (needles.stream().anyMatch(text::contains)) {
            return Optional.of(form.isEmpty() ? "as it is" : form.substring(1));
        }
        if (depth == 0) {
            return Optional.empty();
        }
        return quoted(text, form, depth).or(() -> joined(text, form)).or(() -> base64(text, form, depth)).or(() -> inflated(text, form, depth));
    }

    private Optional<String> quoted(String text, String form, int depth) {
        if (form.endsWith(" quoted-printable") || !QUOTED.matcher(text).find()) {
            return Optional.empty();
        }
        String decoded = QUOTED.matcher(text).replaceAll(match ->
                match.group(1) == null ? "" : Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        return in(decoded, form + " quoted-printable", depth - 1);
    }

    /// Only looked through, not decoded further: base64 goes over line ends by itself.
    private Optional<String> joined(String text, String form) {
        return in(LINE_ENDS.matcher(text).replaceAll(""), form + " across lines", 0);
    }

    private Optional<String> base64(String text, String form, int depth) {
        Matcher runs = BASE64.matcher(text);
        while (runs.find()) {
            String run = LINE_ENDS.matcher(runs.group()).replaceAll("").replace('-', '+').replace('_', '/');
            for (int from = 0; from < 4; from++) { // letters that belong to something else may stand before it
                String part = run.substring(from, run.length() - (run.length() - from) % 4);
                Optional<String> hit = in(new String(Base64.getDecoder().decode(part), ISO_8859_1), form + " base64", depth - 1);
                if (hit.isPresent()) {
                    return hit;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> inflated(String text, String form, int depth) {
        Matcher starts = COMPRESSED.matcher(text);
        byte[] octets = starts.find() ? text.getBytes(ISO_8859_1) : new byte[0];
        for (boolean found = octets.length > 0; found; found = starts.find(starts.start() + 1)) {
            Optional<String> hit = in(inflate(octets, dataFrom(octets, starts.start())), form + " compressed", depth - 1);
            if (hit.isPresent()) {
                return hit;
            }
        }
        return Optional.empty();
    }

    private static int dataFrom(byte[] octets, int at) {
        if (octets[at] == 'P' && at + ZIP_HEADER < octets.length) {
            return at + ZIP_HEADER + (octets[at + 26] & 0xFF) + 256 * (octets[at + 27] & 0xFF) + (octets[at + 28] & 0xFF) + 256 * (octets[at + 29] & 0xFF);
        }
        return at + (octets[at] == 0x78 ? ZLIB_HEADER : GZIP_HEADER);
    }

    /// As far as it goes: an end that is missing or damaged does not matter.
    private static String inflate(byte[] octets, int from) {
        var out = new ByteArrayOutputStream();
        if (from < octets.length) {
            try (Inflater inflater = new Inflater(true)) {
                inflater.setInput(octets, from, octets.length - from);
                byte[] buffer = new byte[8192];
                for (int count = inflater.inflate(buffer); count > 0 && out.size() < MOST_INFLATED; count = inflater.inflate(buffer)) {
                    out.write(buffer, 0, count);
                }
            } catch (DataFormatException end) {
                return out.toString(ISO_8859_1);
            }
        }
        return out.toString(ISO_8859_1);
    }
}

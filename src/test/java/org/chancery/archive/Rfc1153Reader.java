package org.chancery.archive;

import java.util.ArrayList;
import java.util.List;

/// Takes a plain digest apart as strict as RFC 1153 section 2 writes it; throws at the first line that is not as it says.
/// Written from the standard, apart from the code that makes digests.
final class Rfc1153Reader {
    /// The messages between the separators, each with its head and body.
    record Digest(String preamble, List<String> messages, String trailer) {}

    private Rfc1153Reader() {}

    static Digest read(String text) {
        String[] lines = text.replace("\r\n", "\n").split("\n", -1);
        int at = 0;
        StringBuilder piece = new StringBuilder();
        while (!lines[at].equals("-".repeat(70))) {
            if (lines[at].startsWith("-".repeat(27))) {
                throw new IllegalArgumentException("hyphens in the preamble, line " + at);
            }
            piece.append(lines[at++]).append('\n');
        }
        String preamble = piece.toString();
        List<String> messages = new ArrayList<>();
        piece.setLength(0);
        for (at++; at < lines.length; at++) {
            if (lines[at].startsWith("-".repeat(27))) {
                boolean separator = lines[at].equals("-".repeat(30)) && lines[at - 1].isEmpty() && lines[at + 1].isEmpty();
                if (!separator) {
                    throw new IllegalArgumentException("hyphens that separate nothing, line " + at + " after " + lines[at - 1]);
                }
                messages.add(piece.toString().strip() + "\n");
                piece.setLength(0);
            } else {
                piece.append(lines[at]).append('\n');
            }
        }
        String trailer = piece.toString().strip();
        String[] end = trailer.split("\n", -1);
        if (end.length != 2 || !end[0].startsWith("End of ") || !end[1].equals("*".repeat(end[0].length()))) {
            throw new IllegalArgumentException("no trailer: " + trailer);
        }
        return new Digest(preamble, messages, trailer);
    }
}

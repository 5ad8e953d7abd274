package org.chancery.sender;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Looks into archives one level deep: documents of office programs are archives of XML.
final class ZipSweep {
    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    /// Of one archive, unpacked: more is no document that somebody typed a key into, but a bomb or a film.
    private static final int MAX_OCTETS = 16 * 1024 * 1024;
    private static final int MAX_ENTRIES = 1_000;

    private ZipSweep() {}

    static boolean holds(byte[] octets, Needles needles) {
        return java.util.Arrays.mismatch(octets, MAGIC) >= MAGIC.length && unpacked(octets, needles);
    }

    /// A broken archive is one that nobody can read the rest of.
    private static boolean unpacked(byte[] octets, Needles needles) {
        boolean any = false;
        int left = MAX_OCTETS;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(octets), StandardCharsets.ISO_8859_1)) {
            ZipEntry entry = zip.getNextEntry();
            for (int entries = 0; entry != null && entries < MAX_ENTRIES && left > 0; entries++) {
                byte[] content = zip.readNBytes(left);
                left -= content.length;
                any |= needles.isWithin(entry.getName()) | needles.areInOctets(content);
                any |= isMarkup(content) && TextSweep.of(new String(content, StandardCharsets.UTF_8), needles, new TextSweep.Reading(true, false, false)).text().isPresent();
                entry = zip.getNextEntry();
            }
        } catch (IOException | IllegalArgumentException _) {
            return any;
        }
        return any;
    }

    private static boolean isMarkup(byte[] content) {
        return content.length > 0 && content[0] == '<';
    }
}

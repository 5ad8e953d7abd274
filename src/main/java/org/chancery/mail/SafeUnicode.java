package org.chancery.mail;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of Unicode may stand in an address: no character that is invisible, that turns the reading direction,
/// that merely looks like another, and no mixture of alphabets inside one word (UTS 39 section 5.2,
/// level "highly restrictive"). A label written wholly in one foreign alphabet passes.
final class SafeUnicode {
    private static final List<Set<UnicodeScript>> USUAL_MIXTURES = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    private SafeUnicode() {}

    /// The text in NFC, or what is wrong with it. `offset` is where the text begins in what the caller reads.
    static Parsed<String> read(String text, int offset) {
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            Optional<String> fault = fault(codePoint);
            if (fault.isPresent()) {
                return Parsed.malformed(offset + at, fault.get());
            }
            at += Character.charCount(codePoint);
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (!composed.equals(Normalizer.normalize(text, Normalizer.Form.NFKC))) {
            return Parsed.malformed(offset, "a character that only stands for another one");
        }
        return mixesScripts(composed)
                ? Parsed.malformed(offset, "letters of different alphabets in one word")
                : Parsed.of(composed);
    }

    private static Optional<String> fault(int codePoint) {
        if (codePoint < 0x80) {
            return Optional.empty();
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                Optional.of("a control character");
            case Character.FORMAT -> Optional.of("an invisible or direction-changing character");
            case Character.SPACE_SEPARATOR -> Optional.of("a space");
            case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE ->
                Optional.of("a character that Unicode does not define");
            default -> standsForAscii(codePoint)
                    ? Optional.of("a character that only stands for another one")
                    : Optional.empty();
        };
    }

    /// KELVIN SIGN and its like become ASCII when normalised: two addresses would compare as one.
    private static boolean standsForAscii(int codePoint) {
        return Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFC).codePointAt(0) < 0x80
                && Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD).length() == 1;
    }

    private static boolean mixesScripts(String text) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        for (int codePoint : text.codePoints().toArray()) {
            if (isJoint(codePoint)) {
                if (isMixture(scripts)) {
                    return true;
                }
                scripts.clear();
            } else {
                scripts.add(UnicodeScript.of(codePoint));
            }
        }
        return isMixture(scripts);
    }

    private static boolean isJoint(int codePoint) {
        return codePoint == '.' || codePoint == '+' || codePoint == '_' || codePoint == '=' || codePoint == ' ';
    }

    private static boolean isMixture(Set<UnicodeScript> found) {
        Set<UnicodeScript> scripts = EnumSet.copyOf(found.isEmpty() ? Set.of(UnicodeScript.COMMON) : found);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts.size() > 1 && USUAL_MIXTURES.stream().noneMatch(usual -> usual.containsAll(scripts));
    }
}

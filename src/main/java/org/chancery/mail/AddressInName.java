package org.chancery.mail;

import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds addresses in the names that people see beside addresses (RFC 5322 section 3.4), where an author may write whatever he likes. What looks like `@`
/// counts as one, what cannot be seen does not hide it, and encoded words count as what programs make of them, also where RFC 2047 allows none.
///
/// Example: `AddressInName.isAnother("bob @\u200B example.net", Address.of("mallory@example.net"))`.
final class AddressInName {
    private static final int ENCODED_TWICE = 2;
    /// Controls, what shapes or selects characters, letters without a form, and what we put in the place of such.
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{M}\\x{115F}\\x{1160}\\x{2800}\\x{FFFC}\\x{FFFD}]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    /// `Ann @ work` is none.
    private static final Pattern APART = Pattern.compile(" ?@ ?(?=[\\p{L}\\p{N}-]+[.\\x{3002}][\\p{L}\\p{N}])");
    private static final Pattern ADDRESS = Pattern.compile("[^ (<{,;:]@[\\p{L}\\p{N}\\[]");
    private static final Pattern BETWEEN = Pattern.compile("[ <>(){},;:\"'\\[\\]]+");

    private AddressInName() {}

    /// Any address besides `own`?
    static boolean isAnother(String name, Address own) {
        String seen = seen(name);
        return ADDRESS.matcher(seen).find()
                && !Stream.of(BETWEEN.split(seen)).filter(word -> word.contains("@")).allMatch(word -> Address.parse(word).toOptional().filter(own::equals).isPresent());
    }

    private static String seen(String name) {
        String text = name;
        for (int i = 0; i < ENCODED_TWICE; i++) {
            text = EncodedWord.decode(text);
        }
        String visible = UNSEEN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
        return APART.matcher(BLANKS.matcher(visible).replaceAll(" ")).replaceAll("@");
    }
}

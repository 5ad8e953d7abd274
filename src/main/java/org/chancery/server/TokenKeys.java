package org.chancery.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Token;

/// The `keys.pkcs11_…` keys of the configuration.
final class TokenKeys {
    private static final int FIRST_SLOT = -1;
    /// Free of what would end a text in the provider's own configuration.
    private static final Pattern MODULE = Pattern.compile("/[^\"\\\\\\p{Cntrl}]+");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private TokenKeys() {}

    /// All keys are read whether a module is named or not, so that a wrong one never waits unseen.
    static Optional<Token> read(ConfigurationValues values) {
        Optional<Path> module = values.maybe("keys.pkcs11_module", TokenKeys::module);
        int slot = values.whole("keys.pkcs11_slot", FIRST_SLOT, FIRST_SLOT, Integer.MAX_VALUE);
        String label = values.one("keys.pkcs11_key", "chancery", TokenKeys::label);
        Optional<Path> pinFile = values.maybe("keys.pkcs11_pin_file", ConfigurationReader::path);
        if (pinFile.isPresent() && module.isEmpty()) {
            values.fault("keys.pkcs11_pin_file", "found it alone, expected keys.pkcs11_module beside it");
        }
        return module.map(library -> new Token(library, slot == FIRST_SLOT ? OptionalInt.empty() : OptionalInt.of(slot), label, pinFile));
    }

    private static Parsed<Path> module(String text) {
        return MODULE.matcher(text).matches()
                ? ConfigurationReader.path(text)
                : Parsed.malformed(0, "the whole path of a PKCS #11 library, for example /usr/lib/softhsm/libsofthsm2.so");
    }

    private static Parsed<String> label(String text) {
        return LABEL.matcher(text).matches() ? Parsed.of(text) : Parsed.malformed(0, "a label of letters, digits, dots, hyphens and underscores, at most 64");
    }
}

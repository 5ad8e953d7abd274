package org.chancery.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What a wrapped master key lies under: the port behind which a passphrase ([PassphraseWrapping]) or a token of hardware ([TokenWrapping])
/// stands. A wrapped key is one line of text that names its wrapping.
interface Wrapping {
    String BEGIN = "chancery-key ";

    static boolean looksWrapped(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).startsWith(BEGIN);
    }

    /// The file that [#open] opens.
    byte[] wrap(Secret key) throws IOException;

    /// Refuses with `IOException` what was changed, and what was wrapped otherwise.
    Secret open(byte[] file) throws IOException;
}

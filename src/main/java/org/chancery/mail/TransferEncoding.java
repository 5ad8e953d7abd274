package org.chancery.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the octets of a body are written (RFC 2045 section 6). Unknown ones are left as they are.
enum TransferEncoding {
    IDENTITY,
    QUOTED_PRINTABLE,
    BASE64;

    boolean changesOctets() {
        return this != IDENTITY;
    }

    static TransferEncoding of(Headers headers, List<String> defects) {
        Optional<Header> field = headers.first("Content-Transfer-Encoding");
        if (field.isEmpty()) {
            return IDENTITY;
        }
        String word = new ParameterReader(field.get().value()).leading().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "base64" -> BASE64;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            case "7bit", "8bit", "binary" -> IDENTITY;
            default -> {
                defects.add(Defect.UNKNOWN_ENCODING);
                yield IDENTITY;
            }
        };
    }
}

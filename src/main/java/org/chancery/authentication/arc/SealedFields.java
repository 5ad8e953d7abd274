package org.chancery.authentication.arc;

import java.util.List;
import org.chancery.mail.HeaderField;

/// The three fields of a new set, to be put on top of the message in the order of [#fromTheTop].
public record SealedFields(HeaderField seal, HeaderField messageSignature, HeaderField results) {
    public List<HeaderField> fromTheTop() {
        return List.of(seal, messageSignature, results);
    }
}

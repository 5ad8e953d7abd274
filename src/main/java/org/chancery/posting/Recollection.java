package org.chancery.posting;

import java.util.Optional;

/// What a list remembers when it sees a post. `first`: the receipt under which the very same post came before.
/// `otherText`: a post with this Message-ID came, with another body. `repeatedReply`: this author gave this very answer before.
public record Recollection(Optional<ReceiptId> first, boolean otherText, boolean repeatedReply) {
    /// It never came.
    public static final Recollection NONE = new Recollection(Optional.empty(), false, false);
}

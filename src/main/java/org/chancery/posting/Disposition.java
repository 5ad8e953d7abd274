package org.chancery.posting;

import java.util.Collections;
import java.util.List;

/// What the sender of a message is told about one list, inside the SMTP dialogue.
public sealed interface Disposition {

    /// 250: committed under this receipt (accepted, held, challenged or dropped; which one is nobody's business).
    record Accepted(ReceiptId receipt) implements Disposition {}

    /// 5yz: nothing was stored. `status` is an enhanced status code (RFC 3463), `text` the reason in one sentence.
    record Refused(int code, String status, String text) implements Disposition {}

    /// 4yz: nothing was stored, come again.
    record TryLater(String status, String text) implements Disposition {}

    /// The same answer for each of `count` lists.
    static List<Disposition> forEach(int count, Disposition disposition) {
        return Collections.nCopies(count, disposition);
    }
}

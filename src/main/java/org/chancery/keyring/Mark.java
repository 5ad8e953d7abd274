package org.chancery.keyring;

import java.time.Duration;
import java.util.Arrays;

/// What is kept of a signature, or of an encryption that was opened, so that it is known when it comes again: written in the commit of a receipt.
/// `mac`: 32 octets under a key of the site; `memory`: for how long. `isFirst`: nothing may be stored when another receipt left the same, however close
/// together the two come.
@SuppressWarnings("ArrayRecordComponent") // compared by [#isSame] alone
public record Mark(byte[] mac, Duration memory, boolean isFirst) {
    boolean isSame(Mark other) {
        return Arrays.equals(mac, other.mac);
    }
}

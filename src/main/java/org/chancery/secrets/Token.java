package org.chancery.secrets;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A token of hardware (PKCS #11 2.40): the library of its maker, the number of the slot it is in (the first slot that the library names when empty), the
/// label (CKA_LABEL) of an AES-256 key in it, and the file with the PIN of its user.
///
/// Example: `new Token(Path.of("/usr/lib/softhsm/libsofthsm2.so"), OptionalInt.empty(), "chancery", Optional.of(Path.of("/etc/chancery/pin")))`.
public record Token(Path module, OptionalInt slot, String label, Optional<Path> pinFile) {}

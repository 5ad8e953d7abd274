package org.chancery.store;

import java.util.function.UnaryOperator;

/// Makes the `contentMac` and the `octetsMac` of a receipt again from its stored octets, as `posting` made them; the key stays with the caller.
public record ContentMac(UnaryOperator<byte[]> body, UnaryOperator<byte[]> whole) {}

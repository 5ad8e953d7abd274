package org.chancery.dns;

import java.net.InetAddress;

/// The record types mail asks for, each with the Java type of its values.
public enum RecordType {
    A(InetAddress.class),
    AAAA(InetAddress.class),
    MX(Mx.class),
    TXT(String.class),
    PTR(String.class);

    private final Class<?> valueType;

    RecordType(Class<?> valueType) {
        this.valueType = valueType;
    }

    Class<?> valueType() {
        return valueType;
    }
}

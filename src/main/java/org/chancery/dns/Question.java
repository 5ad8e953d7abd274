package org.chancery.dns;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;

/// What is asked: a record type and a name. `name` is kept in lower case and without a final dot;
/// one character stands for one octet, a dot separates labels, internationalised names come as A-labels.
/// A name that cannot be put into a DNS message (a label over 63 octets, an empty label, over 255 octets)
/// is no error here: the answer to it is [Answer.NxDomain].
///
/// Example: `Question.txt("_dmarc.example.org")`.
public record Question<T>(RecordType type, String name, Class<T> valueType) {
    public Question {
        if (type.valueType() != valueType) {
            throw new IllegalArgumentException(type + " records are not " + valueType.getSimpleName());
        }
        String lower = name.toLowerCase(Locale.ROOT);
        name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    public static Question<InetAddress> a(String name) {
        return new Question<>(RecordType.A, name, InetAddress.class);
    }

    public static Question<InetAddress> aaaa(String name) {
        return new Question<>(RecordType.AAAA, name, InetAddress.class);
    }

    public static Question<Mx> mx(String name) {
        return new Question<>(RecordType.MX, name, Mx.class);
    }

    public static Question<String> txt(String name) {
        return new Question<>(RecordType.TXT, name, String.class);
    }

    /// The names of an address: `127.0.0.2` is asked as `2.0.0.127.in-addr.arpa`
    /// (RFC 1035 section 3.5), IPv6 under `ip6.arpa` (RFC 3596 section 2.5).
    public static Question<String> ptr(InetAddress address) {
        return new Question<>(RecordType.PTR, reverseName(address.getAddress()), String.class);
    }

    private static String reverseName(byte[] octets) {
        var name = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            if (octets.length == 4) {
                name.append(octets[i] & 0xff).append('.');
            } else {
                String hex = HexFormat.of().toHexDigits(octets[i]);
                name.append(hex.charAt(1)).append('.').append(hex.charAt(0)).append('.');
            }
        }
        return name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}

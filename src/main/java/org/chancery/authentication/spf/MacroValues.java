package org.chancery.authentication.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// What the macro letters stand for while one domain is being evaluated (RFC 7208 section 7.2). `validatedNames` is asked only
/// when somebody uses `%{p}`.
record MacroValues(SpfSession session, String domain, Supplier<List<String>> validatedNames) {

    String expand(MacroString text) {
        return text.expand(this::value);
    }

    private String value(char letter) {
        return switch (letter) {
            case 's' -> session.sender().toString();
            case 'l' -> session.sender().localPart();
            case 'o' -> session.sender().domain();
            case 'd' -> domain;
            case 'i' -> dotted(session.peer());
            case 'p' -> validatedName();
            case 'v' -> isFour() ? "in-addr" : "ip6";
            case 'h' -> session.helo();
            case 'c' -> readable(session.peer());
            case 'r' -> session.receivingHost();
            case 't' -> String.valueOf(session.now().getEpochSecond());
            default -> throw new IllegalStateException("the parser let a macro letter pass that does not exist");
        };
    }

    private boolean isFour() {
        return session.peer().getAddress().length == 4;
    }

    /// IPv4 as dotted quad, IPv6 as 32 digits with dots (RFC 7208 section 7.3).
    private static String dotted(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        return String.join(".", HexFormat.of().withUpperCase().formatHex(octets).split(""));
    }

    /// RFC 5952 section 4: the longest run of zero groups is two colons, the first of several, but never a single group.
    static String readable(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address.getHostAddress();
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < octets.length; i += 2) {
            groups.add(Integer.toHexString((octets[i] & 0xff) << 8 | (octets[i + 1] & 0xff)));
        }
        int start = 0;
        int length = 1;
        for (int i = 0; i < groups.size(); i++) {
            int end = i;
            while (end < groups.size() && groups.get(end).equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return length == 1
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::" + String.join(":", groups.subList(start + length, groups.size()));
    }

    /// RFC 7208 section 7.3: the domain itself before its subdomains before any other.
    private String validatedName() {
        List<String> names = validatedNames.get();
        return names.stream().filter(name -> name.equalsIgnoreCase(domain)).findFirst()
                .or(() -> names.stream().filter(name -> TargetName.isWithin(name, domain)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("unknown")
                .toLowerCase(Locale.ROOT);
    }
}

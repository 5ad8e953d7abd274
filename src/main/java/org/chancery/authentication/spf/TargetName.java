package org.chancery.authentication.spf;

/// Names as they go to the DNS: which of them can be asked at all, and how long ones are cut.
final class TargetName {
    /// RFC 7208 section 7.3: the length of a name without the final dot.
    private static final int MAX_NAME = 253;

    private static final int MAX_LABEL = 63;

    private TargetName() {}

    /// RFC 7208 section 7.3: a name that is too long loses labels from the left until it fits; a final dot does not count.
    static String fitted(String expanded) {
        String name = withoutFinalDot(expanded);
        while (name.length() > MAX_NAME) {
            int dot = name.indexOf('.', name.length() - MAX_NAME - 1);
            if (dot < 0) {
                return name;
            }
            name = name.substring(dot + 1);
        }
        return name;
    }

    static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Can it be put into a DNS question? An answer about it would otherwise be one about another name.
    static boolean isAskable(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c > 0x7e || c < 0x20)) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL) {
                return false;
            }
        }
        return true;
    }

    /// RFC 7208 section 4.3: a domain to check has several labels and is no address literal.
    static boolean isDomain(String name) {
        return isAskable(name) && name.indexOf('.') > 0 && !name.startsWith("[") && name.indexOf(' ') < 0;
    }

    /// Is `name` the `domain` itself or below it? Both without a final dot.
    static boolean isWithin(String name, String domain) {
        return name.equalsIgnoreCase(domain)
                || (name.length() > domain.length()
                        && name.charAt(name.length() - domain.length() - 1) == '.'
                        && name.regionMatches(true, name.length() - domain.length(), domain, 0, domain.length()));
    }
}

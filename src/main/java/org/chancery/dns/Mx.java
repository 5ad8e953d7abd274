package org.chancery.dns;

/// One MX record (RFC 1035 section 3.3.9). `preference` 0 to 65535, lower first; `exchange` without a final dot.
public record Mx(int preference, String exchange) implements Comparable<Mx> {

    /// `MX 0 .`: the domain takes no mail (RFC 7505 section 3).
    public boolean isNull() {
        return exchange.equals(".");
    }

    @Override
    public int compareTo(Mx other) {
        return preference != other.preference
                ? Integer.compare(preference, other.preference)
                : exchange.compareTo(other.exchange);
    }
}

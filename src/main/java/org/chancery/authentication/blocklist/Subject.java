package org.chancery.authentication.blocklist;

import java.net.InetAddress;
import java.util.HexFormat;
import org.chancery.mail.Domain;

/// What a list is asked about, and which entries tell whether the list works (RFC 5782 sections 2.1, 2.4, 3 and 5).
sealed interface Subject {
    /// The part of the name in front of the zone.
    String label();

    /// Something of this kind that each list must have.
    Subject alwaysListed();

    /// Something that no list may have.
    Subject neverListed();

    /// IPv4 octets or IPv6 half-octets, last first.
    record Host(InetAddress address) implements Subject {
        @Override
        public String label() {
            byte[] octets = address.getAddress();
            var label = new StringBuilder();
            for (int i = octets.length - 1; i >= 0; i--) {
                if (octets.length == 4) {
                    label.append('.').append(octets[i] & 0xff);
                } else {
                    String hex = HexFormat.of().toHexDigits(octets[i]);
                    label.append('.').append(hex.charAt(1)).append('.').append(hex.charAt(0));
                }
            }
            return label.substring(1);
        }

        @Override
        public Subject alwaysListed() {
            return test(2);
        }

        @Override
        public Subject neverListed() {
            return test(1);
        }

        /// 127.0.0.x, for IPv6 ::FFFF:7F00:x. The JDK has no such IPv6 address, because it makes IPv4 of it.
        private Subject test(int last) {
            return address.getAddress().length == 4
                    ? new Literal(last + ".0.0.127")
                    : new Literal(last + ".0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20));
        }
    }

    record Name(Domain domain) implements Subject {
        @Override
        public String label() {
            return domain.ascii();
        }

        @Override
        public Subject alwaysListed() {
            return new Literal("test");
        }

        @Override
        public Subject neverListed() {
            return new Literal("invalid");
        }
    }

    /// A test entry, as it is asked.
    record Literal(String label) implements Subject {
        @Override
        public Subject alwaysListed() {
            return this;
        }

        @Override
        public Subject neverListed() {
            return this;
        }
    }
}

package org.chancery.administration;

import org.chancery.mail.Address;
import org.chancery.mail.Parsed;

/// Addresses that a person typed.
final class Addresses {
    private Addresses() {}

    /// An address mail can be sent to by name: address literals (`anna@[192.0.2.1]`) are malformed here, because
    /// neither a member nor an account can be proved at one.
    static Parsed<Address> parse(String text) {
        return switch (Address.parse(text)) {
            case Parsed.Malformed<Address> fault -> fault;
            case Parsed.Value<Address>(Address address) -> address.domain().isLiteral()
                    ? Parsed.malformed(text.lastIndexOf('@') + 1, "an address literal instead of a domain name")
                    : Parsed.of(address);
        };
    }

    static Address require(String text) {
        return switch (parse(text)) {
            case Parsed.Value<Address>(Address address) -> address;
            case Parsed.Malformed<Address>(int at, String why) -> throw new Refused(sentence(text, at, why));
        };
    }

    static String sentence(String text, int at, String why) {
        return "\"" + text + "\" is not an address that can be used here: " + why + " (at character " + (at + 1) + ").";
    }
}

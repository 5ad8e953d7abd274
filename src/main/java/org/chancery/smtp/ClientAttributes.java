package org.chancery.smtp;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// The attributes of an XCLIENT or XFORWARD command (the README files XCLIENT and XFORWARD of Postfix), as given: names in upper
/// case, values decoded, an empty value for `[UNAVAILABLE]` and `[TEMPUNAVAIL]`.
///
/// Example: `ClientAttributes.parse("ADDR=192.0.2.1 HELO=mx.example.org", XCLIENT)`.
record ClientAttributes(Map<String, String> values) {
    static final List<String> XCLIENT = List.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT");
    static final List<String> XFORWARD = List.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE");
    static final ClientAttributes NONE = new ClientAttributes(Map.of());

    private static final int MAX_VALUE = 255; // XFORWARD README, note 1

    ClientAttributes {
        values = Map.copyOf(values);
    }

    /// Names that are not in `known`, twice the same, and values that are no text without blanks are refused.
    static Parsed<ClientAttributes> parse(String argument, List<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : argument.split(" +", -1)) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT);
            if (!known.contains(name)) {
                return Parsed.malformed(0, "attributes are " + String.join(", ", known));
            }
            switch (value(name, pair.substring(equals + 1))) {
                case Parsed.Malformed<String> fault -> {
                    return fault.as();
                }
                case Parsed.Value<String>(String value) -> {
                    if (values.put(name, value) != null) {
                        return Parsed.malformed(0, name + " stands here twice");
                    }
                }
            }
        }
        return Parsed.of(new ClientAttributes(values));
    }

    private static Parsed<String> value(String name, String xtext) {
        if (xtext.equalsIgnoreCase("[UNAVAILABLE]") || xtext.equalsIgnoreCase("[TEMPUNAVAIL]")) {
            return Parsed.of("");
        }
        if (!(Xtext.decode(xtext, false) instanceof Parsed.Value<String>(String value))
                || !Ascii.isPrintable(value) || value.length() > MAX_VALUE) {
            return Parsed.malformed(0, name + " is xtext of 1 to " + MAX_VALUE + " printable characters");
        }
        return name.equals("ADDR") ? address(value) : Parsed.of(value);
    }

    private static Parsed<String> address(String value) {
        String bare = value.regionMatches(true, 0, "IPV6:", 0, 5) ? value.substring(5) : value;
        return read(bare).isPresent() ? Parsed.of(bare) : Parsed.malformed(0, "ADDR is an IP address");
    }

    /// A scope would name an interface of the front.
    private static Optional<InetAddress> read(String text) {
        try {
            return text.contains("%") || text.startsWith("[") ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /// These attributes, changed by what a further command says.
    ClientAttributes with(ClientAttributes newer) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(newer.values);
        return new ClientAttributes(all);
    }

    /// What they say. Nothing of the connection to the front itself is mixed in.
    SmtpSession.Forwarded forwarded() {
        Optional<InetAddress> address = given("ADDR").flatMap(ClientAttributes::read);
        // Without an address the message began with the front itself, and the other attributes mean nothing.
        return address.isEmpty()
                ? new SmtpSession.Forwarded(Optional.empty(), "", Optional.empty())
                : new SmtpSession.Forwarded(address, given("HELO").orElse(""), given("LOGIN"));
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }
}

package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// The key that a mail carries of its author in its header, as Autocrypt Level 1 section 2.1 writes it. `keydata` is what somebody says
/// to be an OpenPGP certificate; nobody looked into it. Autocrypt-Gossip, which speaks for others, is not read at all.
///
/// Refused: more than [#MAX_OCTETS], no `addr` or `keydata`, an attribute twice, one that is unknown and does not begin with `_`,
/// anything behind `keydata`, and what is no Base64.
///
/// Example: `AutocryptHeader.of(message, receipt.at())`.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record AutocryptHeader(Address address, byte[] keydata, boolean prefersEncryption) {
    /// Of the value, as Autocrypt Level 1 section 2.1.1 has it; larger headers are what mail systems refuse.
    public static final int MAX_OCTETS = 10 << 10;
    private static final String NAME = "Autocrypt";
    /// None of those that exist has more than four.
    private static final int MAX_ATTRIBUTES = 20;
    private static final int CHUNK = 72;

    /// A header and when it counts from: the newest one is the one to go by.
    public record Seen(AutocryptHeader header, Instant effective) {}

    /// The one valid header of a mail that is no report and has one author, who is the one it speaks for (Autocrypt Level 1 section 2.3).
    /// It counts from the date of the mail, or from its receipt where the date is of the future or none.
    public static Optional<Seen> of(Message message, Instant receivedAt) {
        if (message.root().type().is("multipart", "report") || !(Authors.of(message) instanceof Authors.Single(var author))) {
            return Optional.empty();
        }
        List<AutocryptHeader> valid = new ArrayList<>();
        for (Header header : message.headers().all(NAME)) {
            if (header.end() - header.start() <= 2 * MAX_OCTETS) {
                parse(header.value()).toOptional().filter(one -> one.address().equals(author.address())).ifPresent(valid::add);
            }
        }
        return valid.size() == 1 ? Optional.of(new Seen(valid.getFirst(), effective(message, receivedAt))) : Optional.empty();
    }

    private static Instant effective(Message message, Instant receivedAt) {
        Optional<Instant> dated = message.headers().count("Date") == 1 ? message.headers().first("Date").flatMap(date -> date(date.value())) : Optional.empty();
        return dated.filter(date -> date.isBefore(receivedAt)).orElse(receivedAt);
    }

    private static Optional<Instant> date(String text) {
        String bare = text.replaceAll("\\([^()]*\\)", " ").strip(); // the name of the time zone, which many programs add (RFC 5322 section 3.3)
        try {
            return Optional.of(ZonedDateTime.parse(bare, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /// `value` is unfolded.
    public static Parsed<AutocryptHeader> parse(String value) {
        if (value.length() > MAX_OCTETS) {
            return Parsed.malformed(MAX_OCTETS, "larger than " + (MAX_OCTETS >> 10) + " KiB");
        }
        Map<String, String> attributes = new HashMap<>();
        int at = 0;
        while (at < value.length()) {
            if (attributes.containsKey("keydata")) {
                return Parsed.malformed(at, "something behind keydata");
            }
            int end = value.indexOf(';', at) < 0 ? value.length() : value.indexOf(';', at);
            String attribute = value.substring(at, end);
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? "" : attribute.substring(0, equals).strip();
            Optional<String> fault = fault(name, attributes);
            if (fault.isPresent()) {
                return Parsed.malformed(at, fault.get());
            }
            attributes.put(name, attribute.substring(equals + 1).strip());
            at = end + 1;
        }
        return value.endsWith(";") ? Parsed.malformed(value.length(), "something behind keydata") : of(attributes);
    }

    private static Optional<String> fault(String name, Map<String, String> before) {
        boolean isKnown = name.equals("addr") || name.equals("prefer-encrypt") || name.equals("keydata");
        if (name.isEmpty() || (!isKnown && !name.startsWith("_"))) {
            return Optional.of(name.isEmpty() ? "no attribute" : "an unknown attribute that must be understood");
        }
        return before.containsKey(name) ? Optional.of("an attribute twice") : before.size() >= MAX_ATTRIBUTES ? Optional.of("too many attributes") : Optional.empty();
    }

    private static Parsed<AutocryptHeader> of(Map<String, String> attributes) {
        Optional<Address> address = Address.parse(attributes.getOrDefault("addr", "")).toOptional();
        if (address.isEmpty()) {
            return Parsed.malformed(0, "addr is no address");
        }
        try {
            byte[] keydata = Base64.getDecoder().decode(attributes.getOrDefault("keydata", "").replaceAll("[ \t]", ""));
            boolean isMutual = attributes.getOrDefault("prefer-encrypt", "").toLowerCase(Locale.ROOT).equals("mutual");
            return keydata.length == 0 ? Parsed.malformed(0, "no keydata") : Parsed.of(new AutocryptHeader(address.get(), keydata, isMutual));
        } catch (IllegalArgumentException notBase64) {
            return Parsed.malformed(0, "keydata is no Base64");
        }
    }

    /// As it is sent; empty when it would be too large to be read by others.
    public Optional<HeaderField> field() {
        StringBuilder value = new StringBuilder("addr=" + address + ";" + (prefersEncryption ? " prefer-encrypt=mutual;" : "") + " keydata=");
        String text = new String(Base64.getEncoder().encode(keydata), StandardCharsets.US_ASCII);
        for (int i = 0; i < text.length(); i += CHUNK) {
            value.append(' ').append(text, i, Math.min(text.length(), i + CHUNK)); // where it may be folded
        }
        boolean isAscii = value.chars().allMatch(c -> c < 0x80);
        return value.length() > MAX_OCTETS || !isAscii ? Optional.empty() : Optional.of(HeaderField.structured(NAME, value.toString()));
    }
}

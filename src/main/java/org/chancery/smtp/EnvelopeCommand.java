package org.chancery.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Parsed;

/// What MAIL and RCPT say: mailbox and parameters read into [Envelope] types, or the reply that refuses them.
/// Parameters: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531), AUTH (RFC 4954 section 5), RET, ENVID, NOTIFY,
/// ORCPT (RFC 3461). Any other, BODY=BINARYMIME included, is 555 5.5.4: what we do not know we may not ignore.
sealed interface EnvelopeCommand<T> {
    int MAX_SIZE_DIGITS = 20; // RFC 1870 section 3: size-value ::= 1*20DIGIT
    int MAX_ENVID = 100; // RFC 3461 section 5.4
    int MAX_ORCPT = 500; // RFC 3461 section 5.4
    int MAX_SUBMITTER = 254; // the longest mailbox, RFC 3696 erratum 1690

    /// `value` as understood; `declaredOctets` is SIZE, 0 when absent.
    record Understood<T>(T value, long declaredOctets) implements EnvelopeCommand<T> {}

    record Refused<T>(SmtpReply reply) implements EnvelopeCommand<T> {}

    private static <T> EnvelopeCommand<T> refused(int code, String status, String text) {
        return new Refused<>(SmtpReply.of(code, status, text));
    }

    // ---- MAIL

    static EnvelopeCommand<Envelope.MailFrom> mail(String argument, int maxMessageBytes) {
        return switch (PathArgument.parse("FROM:", argument)) {
            case Parsed.Malformed<PathArgument>(int _, String why) -> refused(501, "5.5.4", "MAIL: " + why);
            case Parsed.Value<PathArgument>(PathArgument path) -> mail(path, maxMessageBytes);
        };
    }

    private static EnvelopeCommand<Envelope.MailFrom> mail(PathArgument path, int maxMessageBytes) {
        Optional<Envelope.Submitter> submitter = Optional.empty();
        Optional<String> ret = Optional.empty();
        Optional<String> envelopeId = Optional.empty();
        boolean eightBit = false;
        long declared = 0;
        boolean utf8 = path.parameters().stream().anyMatch(p -> p.keyword().equals("SMTPUTF8"));
        Set<String> seen = new HashSet<>();
        for (PathArgument.Parameter parameter : path.parameters()) {
            String value = parameter.value().orElse("");
            if (!seen.add(parameter.keyword())) {
                return refused(501, "5.5.4", "a parameter is given twice");
            }
            switch (parameter.keyword()) {
                case "SIZE" -> {
                    if (!Ascii.isNumber(value, MAX_SIZE_DIGITS)) {
                        return refused(501, "5.5.4", "SIZE is a number of at most 20 digits");
                    }
                    declared = value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
                }
                case "BODY" -> {
                    switch (value.toUpperCase(Locale.ROOT)) {
                        case "7BIT" -> {}
                        case "8BITMIME" -> eightBit = true;
                        default -> {
                            return refused(555, "5.5.4", "BODY is 7BIT or 8BITMIME here");
                        }
                    }
                }
                case "SMTPUTF8" -> {
                    if (parameter.value().isPresent()) {
                        return refused(501, "5.5.4", "SMTPUTF8 has no value");
                    }
                }
                case "RET" -> {
                    ret = Optional.of(value.toUpperCase(Locale.ROOT));
                    if (!List.of("FULL", "HDRS").contains(ret.get())) {
                        return refused(501, "5.5.4", "RET is FULL or HDRS");
                    }
                }
                case "ENVID" -> {
                    if (value.isEmpty() || value.length() > MAX_ENVID || !isXtext(value, false)) {
                        return refused(501, "5.5.4", "ENVID is xtext of at most 100 characters");
                    }
                    envelopeId = Optional.of(value);
                }
                case "AUTH" -> {
                    switch (submitter(value, utf8)) {
                        case Parsed.Malformed<Envelope.Submitter>(int _, String why) -> {
                            return refused(501, "5.5.4", "AUTH: " + why);
                        }
                        case Parsed.Value<Envelope.Submitter>(Envelope.Submitter s) -> submitter = Optional.of(s);
                    }
                }
                default -> {
                    return refused(555, "5.5.4", "a MAIL parameter is not known here");
                }
            }
        }
        if (declared > maxMessageBytes) {
            return refused(552, "5.3.4", "messages have at most " + maxMessageBytes + " octets here");
        }
        if (!utf8 && !Ascii.isAscii(path.mailbox())) {
            return refused(553, "5.6.7", "an address beyond ASCII needs SMTPUTF8");
        }
        Optional<Address> address = Optional.empty();
        if (!path.mailbox().isEmpty()) {
            switch (Address.parse(path.mailbox())) {
                case Parsed.Malformed<Address>(int _, String why) -> {
                    return refused(501, "5.1.7", "sender address: " + why);
                }
                case Parsed.Value<Address>(Address a) -> address = Optional.of(a);
            }
        }
        return new Understood<>(
                new Envelope.MailFrom(address, submitter, utf8, eightBit, ret, envelopeId), declared);
    }

    private static boolean isXtext(String value, boolean utf8) {
        return Xtext.decode(value, utf8).toOptional().isPresent();
    }

    /// `AUTH=<>` or `AUTH=` xtext of a mailbox (RFC 4954 section 5).
    static Parsed<Envelope.Submitter> submitter(String value, boolean utf8) {
        if (value.equals("<>")) {
            return Parsed.of(new Envelope.Submitter.Unknown());
        }
        return switch (Xtext.decode(value, utf8)) {
            case Parsed.Malformed<String> fault -> fault.as();
            case Parsed.Value<String>(String text) -> submitterNamed(text);
        };
    }

    private static Parsed<Envelope.Submitter> submitterNamed(String text) {
        if (text.equals("<>")) {
            return Parsed.of(new Envelope.Submitter.Unknown());
        }
        if (text.length() > MAX_SUBMITTER) {
            return Parsed.malformed(MAX_SUBMITTER, "longer than an address can be");
        }
        return Address.parse(text).map(Envelope.Submitter.Named::new);
    }

    // ---- RCPT

    /// `<postmaster>` without a domain is ours (RFC 5321 section 4.1.1.3).
    static EnvelopeCommand<Envelope.Recipient> recipient(String argument, boolean utf8, String hostname) {
        return switch (PathArgument.parse("TO:", argument)) {
            case Parsed.Malformed<PathArgument>(int _, String why) -> refused(501, "5.1.3", "RCPT: " + why);
            case Parsed.Value<PathArgument>(PathArgument path) -> {
                if (path.mailbox().isEmpty()) {
                    yield refused(501, "5.1.3", "a recipient is not empty");
                }
                if (!utf8 && !Ascii.isAscii(argument)) {
                    yield refused(553, "5.6.7", "an address beyond ASCII needs SMTPUTF8");
                }
                String mailbox = path.mailbox().equalsIgnoreCase("postmaster") ? "postmaster@" + hostname : path.mailbox();
                yield switch (Address.parse(mailbox)) {
                    case Parsed.Malformed<Address>(int _, String why) ->
                        refused(501, "5.1.3", "recipient address: " + why);
                    case Parsed.Value<Address>(Address address) -> recipient(address, path.parameters(), utf8);
                };
            }
        };
    }

    private static EnvelopeCommand<Envelope.Recipient> recipient(
            Address address, List<PathArgument.Parameter> parameters, boolean utf8) {
        Optional<String> notify = Optional.empty();
        Optional<String> original = Optional.empty();
        Set<String> seen = new HashSet<>();
        for (PathArgument.Parameter parameter : parameters) {
            String value = parameter.value().orElse("");
            if (!seen.add(parameter.keyword())) {
                return refused(501, "5.5.4", "a parameter is given twice");
            }
            switch (parameter.keyword()) {
                case "NOTIFY" -> {
                    if (!isNotify(value.toUpperCase(Locale.ROOT))) {
                        return refused(501, "5.5.4", "NOTIFY is NEVER, or a list of SUCCESS, FAILURE, DELAY");
                    }
                    notify = Optional.of(value);
                }
                case "ORCPT" -> {
                    if (value.length() > MAX_ORCPT || !isOriginalRecipient(value, utf8)) {
                        return refused(501, "5.5.4", "ORCPT is type;xtext of at most 500 characters");
                    }
                    original = Optional.of(value);
                }
                default -> {
                    return refused(555, "5.5.4", "a RCPT parameter is not known here");
                }
            }
        }
        return new Understood<>(new Envelope.Recipient(address, notify, original), 0);
    }

    private static boolean isNotify(String value) {
        if (value.equals("NEVER")) {
            return true;
        }
        List<String> conditions = List.of(value.split(",", -1));
        return Set.copyOf(conditions).size() == conditions.size()
                && List.of("SUCCESS", "FAILURE", "DELAY").containsAll(conditions);
    }

    private static boolean isOriginalRecipient(String value, boolean utf8) {
        int semicolon = value.indexOf(';');
        return semicolon > 0
                && semicolon < value.length() - 1
                && Ascii.isKeyword(value.substring(0, semicolon))
                && isXtext(value.substring(semicolon + 1), utf8);
    }
}

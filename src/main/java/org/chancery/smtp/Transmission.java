package org.chancery.smtp;

import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;

/// One mail transaction that we want to make: envelope, and content in parts that follow each other.
/// At least one recipient, else `IllegalArgumentException`. No [Address] holds a control character, so none can end the command line it stands in.
///
/// Example: `Transmission.of(mailFrom, List.of(member), DotStuffed.of(personalHeader), sharedRest)`.
public record Transmission(Envelope.MailFrom mailFrom, List<Address> recipients, List<DotStuffed> content) {
    public Transmission {
        recipients = List.copyOf(recipients);
        content = List.copyOf(content);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a transmission has a recipient");
        }
    }

    public static Transmission of(Envelope.MailFrom mailFrom, List<Address> recipients, DotStuffed... content) {
        return new Transmission(mailFrom, recipients, List.of(content));
    }

    /// Octets of the content, for SIZE (RFC 1870).
    public long size() {
        long octets = 0;
        for (DotStuffed part : content) { // asked for each copy: no stream
            octets += part.size();
        }
        return octets;
    }

    boolean isEightBit() {
        for (DotStuffed part : content) {
            if (part.isEightBit()) {
                return true;
            }
        }
        return false;
    }

    /// RFC 6531 section 3.4: an address or the message needs it.
    boolean needsSmtpUtf8() {
        boolean needs = mailFrom.smtpUtf8() || (mailFrom.path().isPresent() && mailFrom.path().get().needsSmtpUtf8());
        for (Address recipient : recipients) {
            needs |= recipient.needsSmtpUtf8();
        }
        return needs;
    }

    /// MAIL with the parameters that the message needs and the server offers.
    String mailCommand(Capabilities capabilities) {
        StringBuilder command = new StringBuilder(96).append("MAIL FROM:").append(mailFrom);
        if (capabilities.sizeOffered()) {
            command.append(" SIZE=").append(size());
        }
        if (capabilities.eightBitMime() && (mailFrom.eightBit() || isEightBit())) {
            command.append(" BODY=8BITMIME");
        }
        if (needsSmtpUtf8()) {
            command.append(" SMTPUTF8");
        }
        if (!capabilities.authMechanisms().isEmpty()) {
            mailFrom.auth().ifPresent(a -> command.append(" AUTH=").append(submitter(a)));
        }
        if (capabilities.dsn()) {
            mailFrom.ret().ifPresent(r -> command.append(" RET=").append(r));
            mailFrom.envelopeId().ifPresent(e -> command.append(" ENVID=").append(e));
        }
        return command.append("\r\n").toString();
    }

    private static String submitter(Envelope.Submitter submitter) {
        return switch (submitter) {
            case Envelope.Submitter.Unknown() -> "<>";
            case Envelope.Submitter.Named(Address address) -> Xtext.encode(address.toString());
        };
    }
}

package org.chancery.store;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Envelope.Recipient;
import org.chancery.mail.Envelope.Submitter;

/// Envelopes as [Lines]: one row for MAIL FROM, one row per recipient.
final class Envelopes {
    private static final String UNKNOWN = "<>"; // AUTH=<>, RFC 4954 section 5

    private Envelopes() {}

    static String mailFrom(MailFrom from) {
        Optional<String> auth = from.auth().map(submitter -> switch (submitter) {
            case Submitter.Unknown() -> UNKNOWN;
            case Submitter.Named(Address address) -> address.toString();
        });
        return Lines.row(List.of(
                Lines.optional(from.path().map(Address::toString)),
                Lines.optional(auth),
                Boolean.toString(from.smtpUtf8()),
                Boolean.toString(from.eightBit()),
                Lines.optional(from.ret()),
                Lines.optional(from.envelopeId())));
    }

    static String recipients(List<Recipient> recipients) {
        StringBuilder rows = new StringBuilder();
        for (Recipient recipient : recipients) {
            rows.append(Lines.row(List.of(
                    recipient.address().toString(), Lines.optional(recipient.dsnNotify()), Lines.optional(recipient.originalRecipient()))));
        }
        return rows.toString();
    }

    static Envelope envelope(String mailFrom, String recipients) {
        return new Envelope(
                mailFrom(Lines.rows(mailFrom).getFirst()),
                Lines.rows(recipients).stream()
                        .map(row -> new Recipient(Address.of(row.get(0)), Lines.optional(row.get(1)), Lines.optional(row.get(2))))
                        .toList());
    }

    private static MailFrom mailFrom(List<String> row) {
        return new MailFrom(
                Lines.optional(row.get(0)).map(Address::of),
                Lines.optional(row.get(1)).map(Envelopes::submitter),
                Boolean.parseBoolean(row.get(2)),
                Boolean.parseBoolean(row.get(3)),
                Lines.optional(row.get(4)),
                Lines.optional(row.get(5)));
    }

    private static Submitter submitter(String text) {
        return text.equals(UNKNOWN) ? new Submitter.Unknown() : new Submitter.Named(Address.of(text));
    }
}

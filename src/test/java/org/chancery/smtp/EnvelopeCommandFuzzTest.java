package org.chancery.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.chancery.mail.Envelope;
import org.chancery.mail.Parsed;

class EnvelopeCommandFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_argument_is_understood_or_refused(byte[] octets) {
        String argument = new String(octets, UTF_8);
        switch (EnvelopeCommand.mail(argument, 1000)) {
            case EnvelopeCommand.Refused<Envelope.MailFrom>(SmtpReply reply) -> mustBe(reply.isPermanent());
            case EnvelopeCommand.Understood<Envelope.MailFrom>(Envelope.MailFrom _, long declared) ->
                mustBe(declared >= 0 && declared <= 1000);
        }
        switch (EnvelopeCommand.recipient(argument, true, "mx.example.org")) {
            case EnvelopeCommand.Refused<Envelope.Recipient>(SmtpReply reply) -> mustBe(reply.isPermanent());
            case EnvelopeCommand.Understood<Envelope.Recipient>(Envelope.Recipient recipient, long _) ->
                mustBe(recipient.address().toString().chars().noneMatch(c -> c < ' '));
        }
        String text = argument.replaceAll("\\p{Cntrl}", "");
        switch (Xtext.decode(Xtext.encode(text), true)) {
            case Parsed.Value<String>(String decoded) -> mustBe(decoded.equals(new String(text.getBytes(UTF_8), UTF_8)));
            case Parsed.Malformed<String>(int _, String why) -> throw new AssertionError(why);
        }
    }

    private static void mustBe(boolean promise) {
        if (!promise) {
            throw new AssertionError("promise broken");
        }
    }
}

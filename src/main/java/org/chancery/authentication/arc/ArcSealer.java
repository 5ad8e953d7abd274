package org.chancery.authentication.arc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.Canonicalization;
import org.chancery.authentication.dkim.SignedMessage;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Adds a set to the chain (RFC 8617 section 5.1). The message must be as it goes out, our DKIM signatures included.
///
/// The fields are always the same for the same input: tags in the order of their names, `; ` between them, nothing folded inside a signature.
/// A chain that failed is sealed once with `cv=fail`, over the new set alone (RFC 8617 section 5.1.2), and never after that.
///
/// Example: `new ArcSealer(key, List.of("from", "subject")).seal(message, "mx.example.org; spf=pass", Result.NONE, now)`.
public final class ArcSealer {
    private static final Canonicalization FORM = Canonicalization.RELAXED;

    private final SigningKey key;
    private final List<String> names;

    /// `names`: what the message signature covers, in this order; ARC-Seal and Authentication-Results may not be among them.
    public ArcSealer(SigningKey key, List<String> names) {
        if (names.stream().anyMatch(name -> name.equalsIgnoreCase("ARC-Seal"))) {
            throw new IllegalArgumentException("a message signature never covers ARC-Seal");
        }
        this.key = key;
        this.names = List.copyOf(names);
    }

    /// `results`: authserv-id and results as in Authentication-Results (RFC 8601 section 2.2). `chain`: what validation found when the message came
    /// in. Empty: nothing may be added, since the chain was given up or has 50 sets.
    public Optional<SealedFields> seal(Message message, String results, Result chain, Instant at) {
        int instance = ArcSets.highest(message) + 1;
        if (instance > ArcSets.MAX_INSTANCE || ArcSets.isGivenUp(message)) {
            return Optional.empty();
        }
        Parsed<List<ArcSet>> before = ArcSets.read(message);
        boolean whole = before instanceof Parsed.Value<List<ArcSet>>(List<ArcSet> sets) && sets.size() == instance - 1;
        String validation = instance == 1 && whole ? "none" : (whole && chain == Result.PASS ? "pass" : "fail");
        HeaderField found = HeaderField.structuredUtf8(ArcSets.RESULTS, "i=" + instance + "; " + results);
        HeaderField signature = signature(message.edit().prepend(found).build(), instance, at);
        var input = new ByteArrayOutputStream();
        if (!validation.equals("fail")) {
            SealInput.whole(before.orThrow(), input);
        }
        input.writeBytes(FORM.header(found.bytes()));
        input.writeBytes(FORM.header(signature.bytes()));
        return Optional.of(new SealedFields(sealed(input, instance, validation, at), signature, found));
    }

    private HeaderField signature(Message message, int instance, Instant at) {
        SignedMessage signed = new SignedMessage(message);
        String after = "; bh=" + signed.bodyHash(FORM, Algorithm.RSA_SHA256).text() + "; c=relaxed/relaxed; d=" + key.domain() + "; h="
                + String.join(":", names) + "; i=" + instance + "; s=" + key.selector() + "; t=" + at.getEpochSecond();
        return signed(ArcSets.MESSAGE_SIGNATURE, signed.fields(names, FORM), after);
    }

    private HeaderField sealed(ByteArrayOutputStream input, int instance, String validation, Instant at) {
        String after = "; cv=" + validation + "; d=" + key.domain() + "; i=" + instance + "; s=" + key.selector() + "; t=" + at.getEpochSecond();
        return signed(ArcSets.SEAL, input.toByteArray(), after);
    }

    private HeaderField signed(String name, byte[] covered, String after) {
        String before = "a=" + key.algorithm().word() + "; b=";
        byte[] own = FORM.header((name + ": " + before + after).getBytes(StandardCharsets.US_ASCII));
        var input = new ByteArrayOutputStream(covered.length + own.length);
        input.writeBytes(covered);
        input.writeBytes(Arrays.copyOf(own, own.length - 2));
        return HeaderField.structured(name, before + key.sign(input.toByteArray()) + after);
    }
}

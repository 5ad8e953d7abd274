package org.chancery.delivery.bounce;

import java.util.Optional;
import org.chancery.delivery.bounce.FailedRecipient.Kind;

/// Makes status and kind of a failure from what stands about it (RFC 3463, RFC 5321 section 4.2).
///
/// An enhanced code goes before a reply code, a reply code before words. Words refine a status that says nothing
/// (x.0.0) and tell whether a refusal of class 5 is about the address or about the message: many servers refuse unknown users with
/// 5.7.1, and spam with 5.1.1.
record Verdict(String status, Kind kind) {
    /// From prose. `ends`: does the report say that delivery has ended?
    static Verdict ofText(String text, boolean ends) {
        Optional<Wording> wording = Wording.of(text);
        return of(fromText(text, ends, wording), wording, ends);
    }

    /// From a status that the report gives as such, and what it says beside it.
    static Verdict ofStatus(String status, String text, boolean ends) {
        Optional<Wording> wording = Wording.of(text);
        String given = status.substring(1).equals(".0.0") ? refined(status, text, wording) : status;
        return of(ends ? given : temporary(given), wording, ends);
    }

    /// Is there anything in it to judge by?
    static boolean isEvidence(String text) {
        return StatusCode.enhanced(text).isPresent() || StatusCode.reply(text).isPresent()
                || Wording.of(text).filter(wording -> wording != Wording.VAGUE_UNKNOWN).isPresent();
    }

    private static Verdict of(String status, Optional<Wording> wording, boolean ends) {
        return new Verdict(status, kind(status, wording, ends));
    }

    private static String fromText(String text, boolean ends, Optional<Wording> wording) {
        Optional<String> enhanced = StatusCode.enhanced(text);
        if (enhanced.isPresent()) {
            return ends ? enhanced.get() : temporary(enhanced.get());
        }
        String digit = !ends ? "4" : StatusCode.reply(text).map(code -> code.substring(0, 1)).orElse("5");
        return digit + "." + wording.map(Wording::detail).orElse("0.0");
    }

    /// `5.0.0` beside `550 5.1.1 User unknown` is 5.1.1; a code of another class is not taken, the report has the say.
    private static String refined(String status, String text, Optional<Wording> wording) {
        return StatusCode.enhanced(text)
                .filter(code -> code.charAt(0) == status.charAt(0) && !code.endsWith(".0.0"))
                .or(() -> wording.filter(Wording::isDead).map(found -> status.charAt(0) + "." + found.detail()))
                .orElse(status);
    }

    private static String temporary(String status) {
        return "4" + status.substring(1);
    }

    private static Kind kind(String status, Optional<Wording> wording, boolean ends) {
        if (!ends || status.startsWith("4")) {
            return Kind.TEMPORARY;
        }
        return wording.flatMap(found -> spoken(found, status)).orElseGet(() -> byNumber(status));
    }

    private static Optional<Kind> spoken(Wording wording, String status) {
        return switch (wording) {
            case FULL -> Optional.of(Kind.TEMPORARY);
            case GONE, UNKNOWN, NO_HOST -> Optional.of(Kind.PERMANENT);
            case SIZE, POLICY, SENDER -> Optional.of(Kind.POLICY);
            case LOOP, EXPIRED, UNREACHABLE -> status.startsWith("5.1.") ? Optional.of(Kind.PERMANENT) : Optional.of(Kind.TEMPORARY);
            case VAGUE_UNKNOWN -> Optional.empty();
        };
    }

    /// RFC 3463 section 3. 5.1.7 and 5.1.8 are about the sender's address.
    private static Kind byNumber(String status) {
        return switch (status) {
            case "5.1.7", "5.1.8", "5.2.3", "5.3.4" -> Kind.POLICY;
            case "5.2.2", "5.3.1", "5.3.2", "5.4.1", "5.4.2", "5.4.5", "5.4.6", "5.4.7", "5.2.4" -> Kind.TEMPORARY;
            default -> status.startsWith("5.6.") || status.startsWith("5.7.") ? Kind.POLICY : Kind.PERMANENT;
        };
    }
}

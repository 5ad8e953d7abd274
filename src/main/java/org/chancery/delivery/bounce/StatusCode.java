package org.chancery.delivery.bounce;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds enhanced status codes (RFC 3463 section 2) and reply codes (RFC 5321 section 4.2) in prose, where versions,
/// addresses of hosts and dates look much like them.
final class StatusCode {
    /// The codes that servers give; other numbers of three digits in a report are counts, ports and sizes.
    private static final Set<String> REPLIES = Set.of(
            "421", "422", "430", "432", "441", "442", "446", "447", "449", "450", "451", "452", "454", "455", "458", "459", "471",
            "500", "501", "502", "503", "504", "510", "511", "512", "513", "515", "521", "522", "523", "525", "530", "533", "534", "535",
            "540", "541", "542", "543", "544", "546", "547", "550", "551", "552", "553", "554", "555", "556", "557", "560", "570", "571",
            "572", "573", "577", "578", "579", "580", "587");

    /// Words after which a number is a reply code.
    private static final Set<String> INTRODUCTIONS = Set.of(
            "said", "says", "code", "error", "reply", "replied", "responded", "response", "returned", "status", "smtp", "esmtp",
            "with", "was", "is", "message", "data", "to", "failed", "rejected", "fehler", "err");

    private StatusCode() {}

    /// The first enhanced status code of class 4 or 5; leading zeros taken off (`5.01.01`).
    static Optional<String> enhanced(String text) {
        for (int i = 0; i + 4 < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '4' || c == '5') && text.charAt(i + 1) == '.' && !isPartOfNumber(text, i - 1)) {
                Optional<String> code = enhancedAt(text, i);
                if (code.isPresent()) {
                    return code;
                }
            }
        }
        return Optional.empty();
    }

    /// RFC 3463 section 3: subjects go from 0 to 7; `4.92.3` is the version of a mail server.
    private static Optional<String> enhancedAt(String text, int start) {
        int dot = digitsEnd(text, start + 2);
        if (dot == start + 2 || dot - start > 5 || dot >= text.length() || text.charAt(dot) != '.') {
            return Optional.empty();
        }
        int end = digitsEnd(text, dot + 1);
        boolean more = end + 1 < text.length() && text.charAt(end) == '.' && Character.isDigit(text.charAt(end + 1));
        if (end == dot + 1 || end - dot > 4 || more || (end < text.length() && Character.isLetter(text.charAt(end)) && text.charAt(end) < 128)) {
            return Optional.empty();
        }
        int subject = Integer.parseInt(text, start + 2, dot, 10);
        int detail = Integer.parseInt(text, dot + 1, end, 10);
        return subject > 7 ? Optional.empty() : Optional.of(text.charAt(start) + "." + subject + "." + detail);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isPartOfNumber(String text, int at) {
        if (at < 0) {
            return false;
        }
        char c = text.charAt(at);
        return Character.isLetterOrDigit(c) && c < 128 || c == '.' || c == '_' || c == '/';
    }

    /// The first reply code of class 4 or 5 that stands where a reply code stands.
    static Optional<String> reply(String text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '4' || c == '5') && isReplyAt(text, i)) {
                return Optional.of(text.substring(i, i + 3));
            }
        }
        return Optional.empty();
    }

    private static boolean isReplyAt(String text, int start) {
        if (!REPLIES.contains(text.substring(start, start + 3)) || isPartOfNumber(text, start - 1)) {
            return false;
        }
        int end = start + 3;
        if (end < text.length() && " -:;,#)]>'\"\t\n".indexOf(text.charAt(end)) < 0 && !isSentenceEnd(text, end)) {
            return false;
        }
        return isIntroduced(text, start);
    }

    private static boolean isSentenceEnd(String text, int at) {
        return text.charAt(at) == '.' && (at + 1 == text.length() || !Character.isDigit(text.charAt(at + 1)));
    }

    private static boolean isIntroduced(String text, int start) {
        int before = start - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        if (before < 0 || ":<>([#='\"-;,\n".indexOf(text.charAt(before)) >= 0) {
            return true;
        }
        int word = before;
        while (word >= 0 && Character.isLetter(text.charAt(word)) && before - word < 20) {
            word--;
        }
        return INTRODUCTIONS.contains(text.substring(word + 1, before + 1).toLowerCase(Locale.ROOT));
    }
}

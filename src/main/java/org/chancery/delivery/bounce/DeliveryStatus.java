package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What a message/delivery-status says (RFC 3464 section 2.3, RFC 6533 section 3), read generously: types of addresses and
/// statuses are often missing, actions carry remarks.
///
/// The recipient is Original-Recipient, the address to which the message was sent; behind a forwarder Final-Recipient is
/// one that the sender never heard of. Final-Recipient stands in when there is no original one.
record DeliveryStatus(List<FailedRecipient> failures, boolean hasRecipients) {
    private static final List<String> RECIPIENTS =
            List.of("original-recipient", "final-recipient", "x-actual-recipient", "x-original-recipient", "recipient");

    private static final int MAX_EXPLANATION = 1_500;

    DeliveryStatus {
        failures = List.copyOf(failures);
    }

    /// `isOurs`: addresses of the sender; an Original-Recipient that is one of these was put there by a forwarder.
    /// `explanation`: the words for people; where a group has none of its own, the beginning of it is the reason.
    static DeliveryStatus read(List<String> lines, Predicate<String> isOurs, String explanation) {
        String shared = explanation.substring(0, Math.min(explanation.length(), MAX_EXPLANATION));
        List<FailedRecipient> failures = new ArrayList<>();
        boolean any = false;
        for (StatusFields group : StatusFields.read(lines)) {
            Optional<String> recipient = recipient(group, isOurs);
            if (recipient.isPresent()) {
                any = true;
                failure(group, recipient.get(), shared).ifPresent(failures::add);
            }
        }
        return new DeliveryStatus(failures, any);
    }

    private static Optional<String> recipient(StatusFields group, Predicate<String> isOurs) {
        return RECIPIENTS.stream()
                .flatMap(name -> group.value(name).map(DeliveryStatus::address).stream())
                .filter(address -> !address.isEmpty() && !isOurs.test(address))
                .findFirst()
                .or(() -> group.value("final-recipient").map(DeliveryStatus::address).filter(address -> !address.isEmpty()));
    }

    /// `rfc822; ann@example.org`, `RFC822;<ann@example.org>`, `<ann@example.org>`, `utf-8;…`, `ann@example.org (Ann)`; empty for
    /// `X400; c=us;…` and other names that are no mail addresses.
    private static String address(String value) {
        List<String> bracketed = AddressScanner.bracketed(value);
        if (!bracketed.isEmpty()) {
            return bracketed.getFirst();
        }
        int mark = value.indexOf(';');
        String rest = value.substring(mark < value.indexOf('@') ? mark + 1 : 0).strip();
        if (AddressScanner.isBare(rest) && rest.indexOf('=') < 0 && rest.indexOf(':') < 0 && !rest.startsWith("(")) {
            return unescaped(rest);
        }
        List<String> found = AddressScanner.addresses(rest);
        return found.isEmpty() ? "" : found.getFirst();
    }

    /// RFC 6533 section 3: an address in ASCII clothes, `jos\x{E9}@example.org`.
    private static String unescaped(String address) {
        int open = address.indexOf("\\x{");
        if (open < 0) {
            return address;
        }
        var plain = new StringBuilder(address.substring(0, open));
        for (int i = open; i < address.length(); i++) {
            int close = address.startsWith("\\x{", i) ? address.indexOf('}', i) : -1;
            if (close > i + 3 && close - i <= 9 && isCodePoint(address.substring(i + 3, close))) {
                plain.appendCodePoint(Integer.parseInt(address, i + 3, close, 16));
                i = close;
            } else {
                plain.append(address.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean isCodePoint(String hex) {
        return hex.length() <= 6 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0) && Character.isValidCodePoint(Integer.parseInt(hex, 16));
    }

    private static Optional<FailedRecipient> failure(StatusFields group, String address, String explanation) {
        String diagnostic = group.value("diagnostic-code").or(() -> group.value("x-notes")).orElse("");
        String code = withoutType(diagnostic);
        Optional<String> status = status(group);
        String action = group.value("action").orElse("").toLowerCase(Locale.ROOT);
        if (isSuccess(action, status.orElse(""), code) || isChallenge(diagnostic)) {
            return Optional.empty();
        }
        boolean ends = !action.startsWith("delay");
        String said = code.isBlank() ? remark(group).orElse(explanation) : code;
        Verdict verdict = status.filter(text -> !text.startsWith("2"))
                .map(text -> Verdict.ofStatus(text, isPlain(text) ? code : said, ends))
                .orElseGet(() -> Verdict.ofText(said, ends));
        return Optional.of(new FailedRecipient(address, verdict.status(), said, verdict.kind()));
    }

    /// A code that says what it is about needs no words, and the words for people often have others below them: that a virus scanner
    /// looked at it, or whom to ask.
    private static boolean isPlain(String status) {
        return !status.endsWith(".0.0");
    }

    /// RFC 3464 section 2.3.3: delivered, relayed and expanded are no failures. Some servers write `failed` beside
    /// a status of success, and then nothing was delivered.
    private static boolean isSuccess(String action, String status, String diagnostic) {
        if (action.startsWith("deliver") || action.startsWith("relay") || action.startsWith("expand") || action.startsWith("transfer")) {
            return true;
        }
        boolean known = action.startsWith("fail") || action.startsWith("delay");
        return !known && (status.startsWith("2") || (status.isEmpty() && diagnostic.startsWith("2")));
    }

    /// Boxbe asks people to prove themselves in the form of a report.
    private static boolean isChallenge(String diagnostic) {
        String lower = diagnostic.toLowerCase(Locale.ROOT);
        return lower.startsWith("x-boxbe") || lower.contains("sender not pre-approved");
    }

    /// The first status code in the field: it may carry a remark, and that a code of its own. One of class 2 is kept,
    /// so that success can be told.
    private static Optional<String> status(StatusFields group) {
        return group.value("status")
                .flatMap(value -> StatusCode.enhanced(value).or(() -> value.startsWith("2.") ? Optional.of("2.0.0") : Optional.empty()));
    }

    /// RFC 3464 section 2.3.4 allows a remark: `5.1.1 (bad mailbox)`.
    private static Optional<String> remark(StatusFields group) {
        return group.value("status").filter(value -> value.indexOf('(') > 0).map(value -> value.substring(value.indexOf('(')));
    }

    /// `smtp; 550 no` is `550 no`.
    private static String withoutType(String diagnostic) {
        int mark = diagnostic.indexOf(';');
        boolean typed = mark > 0 && mark < 30 && diagnostic.substring(0, mark).chars().noneMatch(c -> c == ' ' || c == ':' || c == '<');
        return typed ? diagnostic.substring(mark + 1).strip() : diagnostic;
    }
}

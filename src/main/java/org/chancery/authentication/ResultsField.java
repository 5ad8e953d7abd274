package org.chancery.authentication;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Writes what was found as the value of an Authentication-Results field (RFC 8601 section 2.2), for those who get the
/// message from us. Only what stands in the registry of methods and proves something beyond our walls is told: no account
/// names, no keys, no blocklists.
///
/// Example: `lists.example.org; spf=pass smtp.mailfrom=example.net; dkim=pass header.d=example.net header.s=s1`.
public final class ResultsField {
    private ResultsField() {}

    public static String value(String authservId, List<Evidence> evidence) {
        StringJoiner value = new StringJoiner("; ");
        value.add(authservId);
        evidence.forEach(found -> clause(found).ifPresent(value::add));
        return value.toString().equals(authservId) ? authservId + "; none" : value.toString();
    }

    private static Optional<String> clause(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Spf spf -> Optional.of(method(spf) + switch (spf.identity()) {
                case MAIL_FROM -> " smtp.mailfrom=";
                case HELO -> " smtp.helo=";
            } + spf.domain());
            case Evidence.Dkim dkim -> Optional.of(method(dkim) + " header.d=" + dkim.domain() + selector(dkim.selector()));
            case Evidence.Dmarc dmarc -> Optional.of(method(dmarc) + " header.from=" + dmarc.headerFrom());
            case Evidence.Arc arc -> Optional.of(method(arc));
            case Evidence.ReverseName host -> Optional.of(method(host) + " policy.iprev=" + address(host.address().getHostAddress()));
            case Evidence.SmtpAuth auth -> Optional.of(method(auth));
            case Evidence.ClientCertificate _, Evidence.SignedBy _, Evidence.SubstituteKeyPass _, Evidence.SenderPassword _,
                    Evidence.AnsweredChallenge _, Evidence.PosterTag _, Evidence.DnsListed _, Evidence.Reported _ -> Optional.empty();
        };
    }

    private static String method(Evidence evidence) {
        return evidence.method() + "=" + evidence.result();
    }

    /// A colon cannot stand in a bare value (RFC 8601 section 2.2, RFC 2045 section 5.1).
    private static String address(String literal) {
        return literal.indexOf(':') < 0 ? literal : '"' + literal + '"';
    }

    /// A selector is whatever the signature said, so it is told only where it is a name.
    private static String selector(String selector) {
        return selector.matches("[A-Za-z0-9._-]{1,100}") ? " header.s=" + selector : "";
    }
}

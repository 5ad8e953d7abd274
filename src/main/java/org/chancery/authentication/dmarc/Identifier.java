package org.chancery.authentication.dmarc;

import org.chancery.authentication.Result;
import org.chancery.mail.Domain;

/// What SPF or one DKIM signature found about one domain. With [Result#PASS] it is an authenticated identifier
/// (RFC 9989 section 3.2.3); with [Result#TEMPERROR] it might have become one.
///
/// Example: `new Identifier(Result.PASS, Domain.of("bounces.example.org"))`.
public record Identifier(Result result, Domain domain) {}

/// Asks the DNS what mail needs to know, and tells "no", "not there" and "could not find out" apart.
///
/// Obeys RFC 1035 (messages, UDP and TCP), RFC 2181, RFC 2308 (negative answers), RFC 6891 (EDNS),
/// RFC 7505 (null MX) and RFC 5321 section 5.1 (which hosts take the mail of a domain).
///
/// It exists because a mail server may turn only a certain "no" into a refusal or a bounce: whatever else
/// goes wrong with the DNS, be it silence, SERVFAIL, a lame server, a loop or garbage, must end as
/// [Answer.TemporaryFailure], which no caller can take for an answer. Blocking calls, made for virtual threads.
///
/// It does not validate DNSSEC (it passes on what the configured server says), knows nothing of SPF, DKIM or
/// DMARC, and never decides about a message. [ZoneServer] serves a zone file for the demo and
/// tests, [ZoneResolver] asks one for `diagnose`; neither is a name server for the Internet.
///
/// Start reading at [Resolver] and [Answer]; then [DnsJavaResolver], then [MxHosts].
@NullMarked
package org.chancery.dns;

import org.jspecify.annotations.NullMarked;

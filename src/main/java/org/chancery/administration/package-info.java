/// The acts of owners and administrators as services: what every door (command line, mail, web) calls.
///
/// Names of lists obey RFC 5321 section 4.5.3.1.1 (64 octets of local part, of which our suffixes take their share);
/// files of members obey RFC 4180.
///
/// Why: a rule that stands in a door is missing in the next one. So what may be done, what is refused and with which
/// sentence, and what is written into the audit log stands here once; a door only parses and prints.
/// An act that is not possible throws [Refused] and has changed nothing.
///
/// It does NOT print, parse command lines, or know who may do what (the door has established that), and it stores
/// nothing itself: it calls the ports of `list`, `account`, `audit`, `posting` and `delivery`.
///
/// Start reading at [Administration], then [ListAdministration].
@NullMarked
package org.chancery.administration;

import org.jspecify.annotations.NullMarked;

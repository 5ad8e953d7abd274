/// DNS blocklists: who else complains about this host, or about this domain?
///
/// Obeys RFC 5782 (how addresses and names are asked, and the entries by which a list can be tested).
///
/// Why plural and weighed: every list errs, dies, or sells itself some day, and a dead one often lists the whole world. So a list that
/// fails its own test has no opinion, one that is silent or answers with an error code has none, and a site says how
/// many must agree.
///
/// It does NOT refuse anything: what being listed means, each mailing list says in its policy. No list is asked by default.
///
/// Start reading at [org.chancery.authentication.blocklist.Blocklists], then
/// [org.chancery.authentication.blocklist.Blocklist].
@NullMarked
package org.chancery.authentication.blocklist;

import org.jspecify.annotations.NullMarked;

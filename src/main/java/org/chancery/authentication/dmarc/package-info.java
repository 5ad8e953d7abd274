/// DMARC: whether the domain in From stands behind a message, and what it asks for when it does not.
///
/// Obeys RFC 9989: records, the DNS tree walk, policy discovery, organisational domains and identifier alignment.
/// There is no list of public suffixes; the tree walk replaces it.
///
/// Why: SPF and DKIM vouch for domains that no reader ever sees. Only alignment ties them to the author's domain,
/// and that is what a policy may build on.
///
/// It does NOT verify SPF or DKIM (it is given their results), sends no reports (RFC 9990, RFC 9991), and decides nothing:
/// `p=reject` is what a domain asks for, and RFC 9989 section 5.4 forbids refusing mail for that alone.
///
/// Start reading at [org.chancery.authentication.dmarc.DmarcVerifier].
@NullMarked
package org.chancery.authentication.dmarc;

import org.jspecify.annotations.NullMarked;

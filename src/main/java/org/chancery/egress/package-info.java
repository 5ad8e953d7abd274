/// Fetches documents from servers of others by HTTP (RFC 9110): keys of members (Web Key Directory), revocation lists.
///
/// Whoever may name an address that we ask could make us ask machines behind our own walls. So names are resolved once, and what they
/// resolve to is looked at before anything connects ([Egress], [PublicAddresses]); nothing is redirected, large or slow answers are cut.
/// What is never done here: sending anything, or fetching while a client waits in SMTP.
@NullMarked
package org.chancery.egress;

import org.jspecify.annotations.NullMarked;

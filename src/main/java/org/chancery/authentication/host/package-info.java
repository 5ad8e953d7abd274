/// What the DNS says about the address a message came from: its names, and whether they name it back.
///
/// Obeys RFC 8601 section 3 (`iprev`) and the part of RFC 7208 section 5.5 that finds validated names.
///
/// Why: many sites want to know whether a host has a name that is really its own. Anybody can write any name into the
/// reverse zone of an address he has; only the owner of the name can write that address under it.
///
/// It does NOT decide anything: hosts without a name send good mail too.
///
/// Start reading at [org.chancery.authentication.host.ConfirmedNames].
@NullMarked
package org.chancery.authentication.host;

import org.jspecify.annotations.NullMarked;

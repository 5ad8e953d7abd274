/// The REST door for programs: keys of lists and of members, and whom lists trust.
///
/// Obeys RFC 9110 (HTTP), RFC 7617 (Basic) and RFC 9457 (problem details). Each call is one act of administration, done by the same service
/// as the command of the same name, for a caller who is asked for the password of an account each time. There is no session and no cookie,
/// so there is nothing that another site could ride on.
///
/// It never takes a password over a connection that somebody else could read, never says whether a list exists to who has no part in it,
/// and never reads a body before it knows who sends it. Start reading at [RestApi].
@NullMarked
package org.chancery.web.api;

import org.jspecify.annotations.NullMarked;

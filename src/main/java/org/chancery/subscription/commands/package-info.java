/// Commands by mail to `LIST-request@`: read from subject and text, carried out, answered with one mail.
///
/// RFC 2142 section 6 gives the address, RFC 3834 says whom to answer. From is only a claim: what changes anything asks the address
/// it is about, and what is private goes to that address alone. It is not told apart who is a member.
/// It does not decide who may join or leave (that is the room around it) and does not receive mail (that is `reception`).
/// Start reading at [Command].
@NullMarked
package org.chancery.subscription.commands;

import org.jspecify.annotations.NullMarked;

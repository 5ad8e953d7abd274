/// Joining and leaving: by mail, form, command, invitation and the command line, with the consent of whom it is about.
///
/// RFC 3834 (what an automatic mail looks like and whom it may be sent to), RFC 2369 (the addresses people write to). Nobody
/// becomes a member or loses a membership without an answer from that address, a proof that it was that person who asked, or an act
/// of an administrator or moderator that is logged. Every answer to whoever asks is the same for members, strangers and the banned.
/// The package receives no mail and shows no page: `reception` and `web` come to [Subscriptions] with what they understood.
/// Start reading there.
@NullMarked
package org.chancery.subscription;

import org.jspecify.annotations.NullMarked;

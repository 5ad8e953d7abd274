/// Moderation: posts that wait for people, and how people decide about them by mail, page and command.
///
/// RFC 3834 (what is never obeyed or answered), RFC 5322, RFC 2046 section 5.2.1 (the post goes along as message/rfc822). It
/// exists because a moderator must be able to decide from the mail itself, and because nobody else must: each mail has a token of
/// its own (authorisation.md sections 1.4 and 4.5). It holds no posts back (that is `policy`) and releases nothing by itself:
/// every decision is one transaction of [HeldPosts]. Start reading at [Desk].
@NullMarked
package org.chancery.moderation;

import org.jspecify.annotations.NullMarked;

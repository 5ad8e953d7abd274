/// Mailing lists, their domains, members, roles and settings, and the ports to load and change them.
///
/// Words from Mailman and RFC 5598: list, roster, member, moderator, owner, style.
/// It does not store anything (that is `store`) and decides nothing about posts (that is `policy`).
/// Start reading at [MailingList], then [Setting].
@NullMarked
package org.chancery.list;

import org.jspecify.annotations.NullMarked;

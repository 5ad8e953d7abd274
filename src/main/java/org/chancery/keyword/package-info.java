/// Commands by mail to `LIST-request@` that are encrypted to the list and signed by somebody who has a role on it: the door of people who
/// have no other. Schleuder calls such commands keywords, and its words are understood beside ours.
///
/// A mail is bound to its list, which it names in its first line, and to its time: the signature is a week old at most and counts once.
/// What may be done is decided where every door asks (`administration`); answers are encrypted to the signer, or there are none.
/// Start reading at [Keyword].
@NullMarked
package org.chancery.keyword;

import org.jspecify.annotations.NullMarked;

/// Authorised senders: who may post on moderated lists by knowing a secret of their own, which lists grant it to them, and how
/// that secret is taken out of every message before anybody else can see it.
///
/// RFC 5322 (header fields), RFC 2045 and RFC 2047 (what a secret may be hidden in), RFC 9562 (the key of a sender).
///
/// Why: a password of a list is known to everybody who ever posted there, and an address in From proves nothing. A posting key
/// belongs to one sender, works on the lists that granted it to him, and can be told from any other word wherever it stands, so that a
/// misplaced one is found, removed and ended.
///
/// It does NOT decide about posts: a good key is a fact, and the policy of each list says what it is worth.
/// Start reading at [org.chancery.sender.Sender], then [org.chancery.sender.PostingKey] and [org.chancery.sender.SecretBorder].
@NullMarked
package org.chancery.sender;

import org.jspecify.annotations.NullMarked;

/// Posts after they were delivered: threads, digests, and what lists keep.
///
/// RFC 5256 section 3 and the References of RFC 5322 section 3.6.4 (threads), RFC 2046 section 5.1.5 (multipart/digest),
/// RFC 1153 (plain digests), RFC 4155 (mbox).
///
/// Some members want one mail a day instead of twenty. A digest is a post that the list itself makes of others: it waits until
/// it is large or old enough, is written once for all, and then goes the same way through the queue as any post. So nothing
/// here delivers; it decides when, in which order, and in which form.
///
/// A digest has nothing in it that is encrypted: such a post is named in the contents and goes to the digest members by itself. What waits,
/// for a digest or to be kept, stays where it was received.
///
/// What a list keeps is a copy that nobody is sent, made by the line of posts and sealed there where it must be; here it is put in its place, and
/// opened in memory for those who may read it.
///
/// Start reading at [DigestDesk], then [DigestBuilder], then [Threading]; at [ArchiveDesk] for what is kept.
@NullMarked
package org.chancery.archive;

import org.jspecify.annotations.NullMarked;

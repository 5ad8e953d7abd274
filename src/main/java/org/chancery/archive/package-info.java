/// Posts after they were delivered: threads and digests.
///
/// RFC 5256 section 3 and the References of RFC 5322 section 3.6.4 (threads), RFC 2046 section 5.1.5 (multipart/digest),
/// RFC 1153 (plain digests).
///
/// Some members want one mail a day instead of twenty. A digest is a post that the list itself makes of others: it waits until
/// it is large or old enough, is written once for all, and then goes the same way through the queue as any post. So nothing
/// here delivers; it decides when, in which order, and in which form.
///
/// It opens nothing that is encrypted, and puts no ciphertext into a clear digest: such a post is named in the contents and goes
/// to the digest members by itself. It never copies octets of posts: what waits for a digest stays where it was received.
///
/// Start reading at [DigestDesk], then [DigestBuilder], then [Threading].
@NullMarked
package org.chancery.archive;

import org.jspecify.annotations.NullMarked;

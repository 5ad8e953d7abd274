/// The mails that are our own: their words in five languages, their form, and when we may write at all.
///
/// RFC 3834 (automatic responses), RFC 5230 section 4 (whom not to answer), RFC 5322. Whoever has something to tell hands
/// a [Draft] to the [NoticeWriter] and the [Notice] it makes to the [Outbox], or stores it in the same commit as what
/// caused it. Nothing here decides what is told to whom, except that automatic mail is never answered ([AutomaticMail])
/// and that nobody is answered without end ([Answers]). Start reading at [TextId].
@NullMarked
package org.chancery.notice;

import org.jspecify.annotations.NullMarked;

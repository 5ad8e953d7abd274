package org.chancery.reception;

import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.MailingList;

/// Whom a recipient address means: the fork at which incoming mail takes its line.
public sealed interface Addressee {

    /// The list itself: a post.
    record Posting(MailingList list) implements Addressee {}

    /// The people behind a list: its owners, and until commands by mail are understood also whoever wrote to
    /// `-request`, `-join`, `-leave` or `-help` (RFC 2142 section 6 wants a human there).
    record Owners(MailingList list) implements Addressee {}

    /// `postmaster` of one of our domains (RFC 5321 section 4.5.1).
    record Postmaster() implements Addressee {}

    /// The return path of a copy, with a token that holds.
    record BounceOf(MailingList list, ReportedCopy copy) implements Addressee {}

    /// `LIST-bounces@`: a return path that we gave to no member. Taken, since a report must not bounce itself.
    record StrayBounce(MailingList list) implements Addressee {}

    /// One of our domains, but nobody there; `why` is for the log, the client hears one text for all.
    record Unknown(String why) implements Addressee {}

    /// Not our domain: we are no relay.
    record Foreign() implements Addressee {}
}

package org.chancery.reception;

import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.MailingList;
import org.chancery.moderation.Bearer;

/// Whom a recipient address means: the fork at which incoming mail takes its line.
public sealed interface Addressee {

    /// The list itself: a post.
    record Posting(MailingList list) implements Addressee {}

    /// `-owner`: the people behind a list.
    record Owners(MailingList list) implements Addressee {}

    /// `postmaster` of one of our domains (RFC 5321 section 4.5.1).
    record Postmaster() implements Addressee {}

    /// The return path of a copy, with a token that holds.
    record BounceOf(MailingList list, ReportedCopy copy) implements Addressee {}

    /// `LIST-bounces@`: a return path that we gave to no member. Taken, since a report must not bounce itself.
    record StrayBounce(MailingList list) implements Addressee {}

    /// The answer to a mail about a held post, with a token that holds.
    record Desk(Bearer bearer) implements Addressee {}

    /// `-join` or `-subscribe`: the author asks to become a member.
    record Join(MailingList list) implements Addressee {}

    /// `-leave` or `-unsubscribe`: the author asks to leave.
    record Leave(MailingList list) implements Addressee {}

    /// `-help`: wants to be told how the list is used. The From of everything we ask, so that it does nothing else.
    record Help(MailingList list) implements Addressee {}

    /// `-sendkey`: wants the public keys of the list.
    record SendKey(MailingList list) implements Addressee {}

    /// `-request`: commands (RFC 2142 section 6).
    record Request(MailingList list) implements Addressee {}

    /// The answer to a mail that asked for one; `list` is the one the token is of.
    record Confirm(MailingList list, String token) implements Addressee {}

    /// The return path of a mail that asked for an answer: takes reports that it could not be delivered.
    record ConfirmBounce(MailingList list, long request) implements Addressee {}

    /// One of our domains, but nobody there; `why` is for the log, the client hears one text for all.
    record Unknown(String why) implements Addressee {}

    /// Not our domain: we are no relay.
    record Foreign() implements Addressee {}
}

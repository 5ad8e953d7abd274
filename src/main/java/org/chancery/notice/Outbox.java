package org.chancery.notice;

/// Takes mails of our own that stand for themselves: durable when [#send] returns, delivered behind the queue.
/// What belongs to a change of the store is committed together with it instead.
@FunctionalInterface
public interface Outbox {
    /// Throws a store exception when the notice was not stored.
    void send(Notice notice);
}

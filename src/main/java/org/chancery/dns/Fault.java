package org.chancery.dns;

import java.time.Duration;

/// What a [ZoneServer] does wrong on purpose when it is asked for a name.
public sealed interface Fault {

    /// RCODE 2.
    record ServFail() implements Fault {}

    /// RCODE 5.
    record Refused() implements Fault {}

    /// No reply at all; over TCP the connection stays open.
    record Silence() implements Fault {}

    /// The true answer, after a while.
    record Delay(Duration time) implements Fault {}

    /// A reply with the right id and nothing else that could be read.
    record Garbage() implements Fault {}

    /// The true answer to somebody else's question.
    record WrongQuestion() implements Fault {}

    /// An alias that leads back to the name, by way of `length` others.
    record CnameLoop(int length) implements Fault {}

    /// An alias to a name that is an alias, without end.
    record CnameChain() implements Fault {}

    /// TXT records of `octets` in all, up to 60,000: over UDP cut short.
    record HugeAnswer(int octets) implements Fault {}

    /// Always cut short, over TCP too.
    record Truncated() implements Fault {}

    /// No answer, only a hint to other servers.
    record Lame() implements Fault {}
}

package org.chancery.dns;

import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A [Zone] asked at once, without a server and without waiting: what [DnsJavaResolver] would hear from a
/// [ZoneServer], only that silence is a [Answer.TemporaryFailure] immediately. For `diagnose`, which asks many zones once.
///
/// Example: `new ZoneResolver(zone).txt("example.org")`.
public final class ZoneResolver implements Resolver {
    private final Zone zone;

    public ZoneResolver(Zone zone) {
        this.zone = zone;
    }

    @Override
    public <T> Answer<T> ask(Question<T> question) {
        return DnsName.encode(question.name())
                .map(name -> follow(question, name))
                .orElseGet(() -> new Answer.NxDomain<>(Duration.ZERO));
    }

    private <T> Answer<T> follow(Question<T> question, Name name) {
        var query = Message.newQuery(Record.newRecord(name, Type.value(question.type().name()), DClass.IN));
        Optional<Message> reply = ZoneAnswers.answer(zone, query);
        if (reply.isEmpty()) {
            return new Answer.TemporaryFailure<>("no answer in time");
        }
        return switch (new AliasTrail<>(question, name).read(reply.get())) {
            case AliasTrail.Step.End<T>(Answer<T> answer) -> answer;
            // The zone holds all the names there are, so a trail without end is one that it cut short.
            case AliasTrail.Step.AskAgain<T> _ -> new Answer.TemporaryFailure<>("CNAME records without an end");
        };
    }
}

package org.chancery.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Asks recursive name servers, over UDP and after truncation over TCP (RFC 1035 section 4.2, RFC 7766 section 5),
/// with EDNS (RFC 6891). A server that errs is passed over for the next; one that is silent is asked a second time.
///
/// Example: `new DnsJavaResolver(List.of(new InetSocketAddress("127.0.0.1", 53)), DnsJavaResolver.TIMEOUT)`.
public final class DnsJavaResolver implements Resolver {

    /// For one look-up, all its servers and aliases together: a fifth of what a session may wait in all.
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// A datagram can get lost, so silence is asked once more.
    private static final int ROUNDS = 2;

    /// Fits the smallest IPv6 MTU, so no fragments that an attacker could replace (RFC 9715 section 3).
    private static final int EDNS_PAYLOAD = 1232;

    private final List<SimpleResolver> servers;
    private final Duration timeout;

    /// No `servers` means those of the operating system. `timeout` is for one look-up and positive.
    public DnsJavaResolver(List<InetSocketAddress> servers, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the DNS timeout must be positive");
        }
        List<InetSocketAddress> addresses =
                servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
        Duration share = timeout.dividedBy((long) ROUNDS * Math.max(1, addresses.size()));
        this.servers = addresses.stream().map(address -> server(address, share)).toList();
        this.timeout = timeout;
    }

    private static SimpleResolver server(InetSocketAddress address, Duration timeout) {
        var server = new SimpleResolver(address);
        server.setTimeout(timeout.isZero() ? Duration.ofMillis(1) : timeout);
        server.setEDNS(0, EDNS_PAYLOAD, 0, List.of());
        return server;
    }

    @Override
    public <T> Answer<T> ask(Question<T> question) {
        return DnsName.encode(question.name())
                .map(name -> follow(question, name))
                .orElseGet(() -> new Answer.NxDomain<>(Duration.ZERO));
    }

    private <T> Answer<T> follow(Question<T> question, Name name) {
        long deadline = System.nanoTime() + timeout.toNanos();
        var trail = new AliasTrail<>(question, name);
        while (true) {
            switch (exchange(trail.name(), Type.value(question.type().name()), deadline)) {
                case Reply.None(String why) -> {
                    return new Answer.TemporaryFailure<>(why);
                }
                case Reply.Received(Message message) -> {
                    switch (trail.read(message)) {
                        case AliasTrail.Step.End<T>(Answer<T> answer) -> {
                            return answer;
                        }
                        case AliasTrail.Step.AskAgain<T> _ -> {}
                    }
                }
            }
        }
    }

    private sealed interface Reply {
        record Received(Message message) implements Reply {}

        record None(String why) implements Reply {}
    }

    private Reply exchange(Name name, int type, long deadline) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        // Tells the server that we understand AD (RFC 6840 section 5.7).
        query.getHeader().setFlag(Flags.AD);
        String why = "no name server is configured";
        for (int round = 0; round < ROUNDS; round++) {
            boolean someoneSilent = false;
            for (SimpleResolver server : servers) {
                switch (send(server, query, deadline)) {
                    case Attempt.Good(Message message) -> {
                        return new Reply.Received(message);
                    }
                    case Attempt.Bad(String reason) -> why = reason;
                    case Attempt.Silent(String reason) -> {
                        why = reason;
                        someoneSilent = true;
                    }
                }
                if (Thread.currentThread().isInterrupted()) {
                    return new Reply.None("interrupted");
                }
            }
            if (!someoneSilent || deadline - System.nanoTime() <= 0) {
                break;
            }
        }
        return new Reply.None(why);
    }

    private sealed interface Attempt {
        record Good(Message message) implements Attempt {}

        record Bad(String why) implements Attempt {}

        record Silent(String why) implements Attempt {}
    }

    private static Attempt send(SimpleResolver server, Message query, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return new Attempt.Silent("no answer in time from " + text(server));
        }
        CompletableFuture<Message> answer = server.sendAsync(query).toCompletableFuture();
        try {
            return judge(server, query, answer.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException silence) {
            answer.cancel(true);
            return new Attempt.Silent("no answer in time from " + text(server));
        } catch (ExecutionException failure) {
            return new Attempt.Silent(describe(failure) + " from " + text(server));
        } catch (InterruptedException stop) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Attempt.Bad("interrupted");
        }
    }

    private static Attempt judge(SimpleResolver server, Message query, Message message) {
        Header header = message.getHeader();
        if (!header.getFlag(Flags.QR) || !query.getQuestion().equals(message.getQuestion())) {
            return new Attempt.Bad("an answer to another question from " + text(server));
        }
        if (header.getFlag(Flags.TC)) {
            return new Attempt.Bad("an answer cut short from " + text(server));
        }
        int code = message.getRcode();
        return code == Rcode.NOERROR || code == Rcode.NXDOMAIN
                ? new Attempt.Good(message)
                : new Attempt.Bad(Rcode.string(code) + " from " + text(server));
    }

    private static String describe(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return "no usable answer (" + cause.getMessage() + ")";
    }

    private static String text(SimpleResolver server) {
        InetSocketAddress address = server.getAddress();
        return address.getAddress() == null
                ? address.getHostString() + ":" + address.getPort()
                : address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}

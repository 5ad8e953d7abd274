package org.chancery.authentication.blocklist;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;

/// Asks all lists of a site about one message, at once (RFC 5782). Blocks for at most the timeout of the settings.
///
/// A hit counts only while the list does not name what no list may name: so a list that begins to list the whole world has no
/// opinion from that moment on, whenever that is. The resolver keeps the answer to that question, it costs nothing.
///
/// Example: `new Blocklists(resolver, settings).check(Optional.of(peer), List.of(Domain.of("example.org")))`.
public final class Blocklists {
    /// What one list says goes into one line of a log.
    private static final int MAX_REASON = 200;

    private final Resolver resolver;
    private final BlocklistSettings settings;

    public Blocklists(Resolver resolver, BlocklistSettings settings) {
        this.resolver = resolver;
        this.settings = settings;
    }

    /// `peer` is empty when the edge is not known; `names` are the domains of sender and author.
    public Evidence.DnsListed check(Optional<InetAddress> peer, List<Domain> names) {
        List<Question> questions = Stream.concat(
                        peer.stream().filter(host -> !settings.allows(host)).<Question>flatMap(host -> questions(settings.addresses(), new Subject.Host(host))),
                        names.stream().distinct().filter(name -> !name.isLiteral() && !settings.allows(name)).flatMap(name -> questions(settings.domains(), new Subject.Name(name))))
                .toList();
        List<Opinion> opinions = questions.isEmpty() ? List.of() : ask(questions);
        return evidence(opinions);
    }

    private record Question(Blocklist list, Subject subject) {}

    private static Stream<Question> questions(List<Blocklist> lists, Subject subject) {
        return lists.stream().map(list -> new Question(list, subject));
    }

    /// What a list says of one thing.
    private sealed interface Opinion {
        record Listed(Blocklist list, String reason) implements Opinion {}

        record NotListed() implements Opinion {}

        record None() implements Opinion {}
    }

    /// An answer that does not come in time is none.
    private List<Opinion> ask(List<Question> questions) {
        List<Callable<Opinion>> tasks = questions.stream().<Callable<Opinion>>map(question -> () -> opinion(question)).toList();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Opinion> opinions = new ArrayList<>();
            for (Future<Opinion> future : threads.invokeAll(tasks, settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                opinions.add(result(future));
            }
            return opinions;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            // Not close(): that would wait for a look-up that nobody waits for any more.
            threads.shutdownNow();
        }
    }

    private static Opinion result(Future<Opinion> future) throws InterruptedException {
        try {
            return future.get();
        } catch (CancellationException late) {
            return new Opinion.None();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the resolver broke its promise not to throw", broken.getCause());
        }
    }

    private Opinion opinion(Question question) {
        Blocklist list = question.list();
        Answer<InetAddress> answer = resolver.a(name(list, question.subject()));
        return switch (answer) {
            case Answer.TemporaryFailure<InetAddress> _ -> new Opinion.None();
            case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> new Opinion.NotListed();
            case Answer.Found<InetAddress> found -> {
                if (found.values().stream().noneMatch(list::isHit)) {
                    yield found.values().stream().anyMatch(Blocklist::isError) ? new Opinion.None() : new Opinion.NotListed();
                }
                yield isSane(list, question.subject()) ? new Opinion.Listed(list, reason(question)) : new Opinion.None();
            }
        };
    }

    /// False also when nobody knows: an accuser must be able to stand questions.
    private boolean isSane(Blocklist list, Subject subject) {
        return switch (resolver.a(name(list, subject.neverListed()))) {
            case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> true;
            case Answer.TemporaryFailure<InetAddress> _, Answer.Found<InetAddress> _ -> false;
        };
    }

    private String reason(Question question) {
        String said = resolver.txt(name(question.list(), question.subject())).valuesOrNone().stream().findFirst().orElse("");
        String shown = said.length() <= MAX_REASON ? said : said.substring(0, MAX_REASON);
        return shown.replaceAll("[^ -~]", "?");
    }

    static String name(Blocklist list, Subject subject) {
        return subject.label() + "." + list.zone().ascii();
    }

    private Evidence.DnsListed evidence(List<Opinion> opinions) {
        List<Opinion.Listed> listed = opinions.stream().filter(Opinion.Listed.class::isInstance).map(Opinion.Listed.class::cast).toList();
        // A list that names the peer's sender and author is still one list.
        List<Blocklist> lists = listed.stream().map(Opinion.Listed::list).distinct().toList();
        int weight = lists.stream().mapToInt(Blocklist::weight).sum();
        if (!lists.isEmpty() && weight >= settings.quorum()) {
            List<String> said = listed.stream().map(hit -> (hit.list().zone() + ": " + hit.reason()).strip()).distinct().toList();
            return new Evidence.DnsListed(
                    Result.FAIL, lists.stream().map(Blocklist::zone).distinct().toList(), weight, String.join("; ", said));
        }
        boolean anyOpinion = opinions.stream().anyMatch(opinion -> !(opinion instanceof Opinion.None));
        return new Evidence.DnsListed(anyOpinion ? Result.PASS : Result.NONE, List.of(), 0, "");
    }
}

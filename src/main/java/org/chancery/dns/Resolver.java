package org.chancery.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The port to the DNS. Blocks; CNAME records are followed; never throws for anything the DNS does.
///
/// Example: `resolver.txt("example.org")` is `Found(["v=spf1 mx -all"], PT5M, false)`.
public interface Resolver {

    <T> Answer<T> ask(Question<T> question);

    /// The answer where it is at hand without asking anybody; empty where that takes a look-up.
    default <T> Optional<Answer<T>> known(Question<T> question) {
        return Optional.empty();
    }

    /// Sorted by preference. A null MX (RFC 7505) is in the list and says [Mx#isNull].
    default Answer<Mx> mx(String name) {
        return ask(Question.mx(name));
    }

    default Answer<InetAddress> a(String name) {
        return ask(Question.a(name));
    }

    default Answer<InetAddress> aaaa(String name) {
        return ask(Question.aaaa(name));
    }

    /// One value per record, its strings joined without a separator (RFC 7208 section 3.3),
    /// one character U+0000 to U+00FF per octet.
    default Answer<String> txt(String name) {
        return ask(Question.txt(name));
    }

    default Answer<String> ptr(InetAddress address) {
        return ask(Question.ptr(address));
    }

    /// A and AAAA together, IPv4 first. A failure of one half counts only if the other half found nothing.
    default Answer<InetAddress> addresses(String name) {
        Answer<InetAddress> four = a(name);
        if (four instanceof Answer.NxDomain) {
            return four;
        }
        Answer<InetAddress> six = aaaa(name);
        List<InetAddress> all = new ArrayList<>(four.valuesOrNone());
        all.addAll(six.valuesOrNone());
        if (all.isEmpty()) {
            return six instanceof Answer.TemporaryFailure ? six : four;
        }
        boolean authenticated = isAuthentic(four) && isAuthentic(six);
        return new Answer.Found<>(all, shorter(four, six), authenticated);
    }

    private static boolean isAuthentic(Answer<InetAddress> half) {
        return !(half instanceof Answer.Found<InetAddress> found) || found.authenticated();
    }

    private static Duration shorter(Answer<InetAddress> one, Answer<InetAddress> other) {
        return one.lifetime().compareTo(other.lifetime()) <= 0 ? one.lifetime() : other.lifetime();
    }
}

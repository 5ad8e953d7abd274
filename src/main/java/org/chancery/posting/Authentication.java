package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.AuthenticationResults;
import org.chancery.authentication.AuthenticationResults.Finding;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.EvidenceSource;
import org.chancery.authentication.Origin;
import org.chancery.authentication.Proofs;
import org.chancery.authentication.Result;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;

/// The station `authenticate`: collects evidence about one message, for every line that mail walks. What the session proves is
/// known without asking anybody; the rest is asked of `source`.
///
/// From behind a front nothing is concluded from our socket: the edge is what the front told (XCLIENT, XFORWARD). A front that
/// tells none may say what it found; of that only SPF is taken, from the topmost
/// Authentication-Results field of a server in `trust.authserv` (RFC 8601 section 4.1). Signatures survive a front, so
/// they are verified here.
public final class Authentication {
    private final EvidenceSource source;
    private final AccountAddresses accounts;
    private final List<String> authservIds;

    public Authentication(EvidenceSource source, AccountAddresses accounts, List<String> authservIds) {
        this.source = source;
        this.accounts = accounts;
        this.authservIds = List.copyOf(authservIds);
    }

    /// Only what sessions prove.
    public static Authentication ofSessions() {
        return new Authentication(EvidenceSource.NONE, AccountAddresses.LOGIN_ONLY, List.of());
    }

    public List<Evidence> of(Received received, Message message) {
        List<Evidence> evidence = new ArrayList<>();
        received.session().login().ifPresent(login -> evidence.add(new Evidence.SmtpAuth(
                Result.PASS, login, FactCollector.author(message).filter(author -> accounts.owns(login, author)).isPresent())));
        received.session().clientCertificate().ifPresent(name -> evidence.add(new Evidence.ClientCertificate(Result.PASS, name)));
        evidence.addAll(source.of(origin(received, message), message));
        return evidence;
    }

    /// The same as questions.
    public Proofs proofs(Received received, Message message) {
        return new Proofs(of(received, message));
    }

    /// May this account write in the name of this address?
    public boolean owns(String login, Address address) {
        return accounts.owns(login, address);
    }

    private Origin origin(Received received, Message message) {
        Session session = received.session();
        if (session.login().isPresent() || session.door() == Session.Door.COMMAND || session.door() == Session.Door.SUBMISSION) {
            return new Origin.Inside();
        }
        Optional<Address> mailFrom = received.envelope().mailFrom().path();
        return session.edge().<Origin>map(edge -> new Origin.Edge(edge.address(), edge.helo(), mailFrom))
                .orElseGet(() -> new Origin.Front(session.front() ? told(message, mailFrom) : List.of()));
    }

    /// What the front found for this very reverse path; a result for another domain is about another message.
    private List<Evidence.Spf> told(Message message, Optional<Address> mailFrom) {
        return AuthenticationResults.of(message, authservIds).stream()
                .flatMap(results -> results.findings().stream())
                .filter(finding -> finding.method().equals("spf"))
                .limit(1)
                .flatMap(finding -> spf(finding, mailFrom).stream())
                .toList();
    }

    private static Optional<Evidence.Spf> spf(Finding finding, Optional<Address> mailFrom) {
        Optional<Domain> named = finding.property("smtp.mailfrom").flatMap(Authentication::domain);
        if (mailFrom.isPresent()) {
            return named.filter(mailFrom.get().domain()::equals)
                    .map(domain -> new Evidence.Spf(finding.result(), domain, Evidence.Spf.Identity.MAIL_FROM, ""));
        }
        return finding.property("smtp.helo").flatMap(Authentication::domain)
                .map(domain -> new Evidence.Spf(finding.result(), domain, Evidence.Spf.Identity.HELO, ""));
    }

    private static Optional<Domain> domain(String text) {
        return Domain.parse(text.substring(text.lastIndexOf('@') + 1)).toOptional();
    }
}

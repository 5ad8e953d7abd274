package org.chancery.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.chancery.account.PasswordLogin;
import org.chancery.secrets.ClientAuthority;
import org.chancery.secrets.TlsContexts;
import org.chancery.smtp.MailHandler;
import org.chancery.smtp.MemoryBudget;
import org.chancery.smtp.SmtpServer;
import org.chancery.smtp.SmtpServerOptions;
import org.chancery.smtp.SmtpSession;

/// The SMTP, submission and LMTP listeners of `[listen]`, all in front of one handler and one memory budget.
final class Listeners {
    private final Configuration configuration;
    private final Wiring wiring;
    private final Surroundings surroundings;
    private final MemoryBudget memory = MemoryBudget.quarterOfHeap();
    private Optional<ClientAuthority> clients = Optional.empty();

    Listeners(Configuration configuration, Wiring wiring, Surroundings surroundings) {
        this.configuration = configuration;
        this.wiring = wiring;
        this.surroundings = surroundings;
    }

    Map<String, List<SmtpServer>> start(MailHandler handler) {
        clients = clients();
        Optional<SSLContext> tls = tls();
        Configuration.Listen listen = configuration.listen();
        Map<String, List<SmtpServer>> started = new LinkedHashMap<>();
        started.put("smtp", start("smtp", listen.smtp(), options(SmtpSession.Kind.MX, handler, tls, false)));
        started.put("submission", start("submission", listen.submission(), options(SmtpSession.Kind.SUBMISSION, handler, tls, false)));
        started.put("submissions", start("submissions", listen.submissions(), options(SmtpSession.Kind.SUBMISSION, handler, tls, true)));
        started.put("lmtp", start("lmtp", listen.lmtp(), options(SmtpSession.Kind.LMTP, handler, tls, false)));
        return started;
    }

    private Optional<ClientAuthority> clients() {
        try {
            Optional<Path> authority = configuration.tls().clientCa();
            return authority.isEmpty() ? Optional.empty() : Optional.of(ClientAuthority.fromPem(authority.get(), surroundings.clock()));
        } catch (IOException e) {
            throw StartFaults.file("tls.client_ca", e);
        }
    }

    private Optional<SSLContext> tls() {
        if (configuration.tls().certificate().isEmpty()) {
            return Optional.empty();
        }
        Configuration.Tls.CertificateAndKey own = configuration.tls().certificate().get();
        try {
            return Optional.of(clients.isEmpty()
                    ? TlsContexts.fromPem(own.certificate(), own.key())
                    : TlsContexts.fromPem(own.certificate(), own.key(), clients.get()));
        } catch (IOException e) {
            throw StartFaults.file("tls.certificate, tls.key", e);
        }
    }

    private static List<SmtpServer> start(String name, List<Endpoint> endpoints, Function<InetSocketAddress, SmtpServerOptions> options) {
        List<SmtpServer> servers = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            try {
                servers.add(SmtpServer.start(options.apply(endpoint.socketAddress())));
            } catch (IOException e) {
                throw StartFaults.listening("listen." + name, endpoint, e);
            }
        }
        return servers;
    }

    private Function<InetSocketAddress, SmtpServerOptions> options(SmtpSession.Kind kind, MailHandler handler, Optional<SSLContext> tls, boolean implicit) {
        return address -> options(address, kind, handler, tls, implicit);
    }

    private SmtpServerOptions options(InetSocketAddress address, SmtpSession.Kind kind, MailHandler handler, Optional<SSLContext> tls, boolean implicit) {
        Configuration.Limits limits = configuration.limits();
        SmtpServerOptions.Limits usual = SmtpServerOptions.Limits.DEFAULT;
        SmtpServerOptions options = SmtpServerOptions.of(kind, configuration.hostname().ascii(), address, handler, memory, surroundings.random())
                .withTrust(new SmtpServerOptions.Trust(Set.copyOf(configuration.trust().fronts()), clients))
                .withSizes(limits.maxMessageBytes(), limits.recipients())
                .withLimits(new SmtpServerOptions.Limits(
                        limits.connectionsPerIp(), limits.connectionsPerMinute(), usual.connections(), usual.errors(), usual.junkCommands(), usual.noops()));
        if (kind == SmtpSession.Kind.SUBMISSION) {
            options = options.withLogins(new SmtpServerOptions.Logins(login -> PasswordLogin.verifiers(wiring.store().accounts(), login), wiring.keys().decoys()));
        }
        if (tls.isEmpty()) {
            return options;
        }
        return implicit ? options.withImplicitTls(tls.get()) : options.withTls(tls.get());
    }
}

package org.chancery.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Envelope.Recipient;
import org.chancery.mail.Message;
import org.chancery.secrets.SelfSignedCertificate;
import org.chancery.server.Surroundings;
import org.chancery.smtp.Deadline;
import org.chancery.smtp.MailHandler;
import org.chancery.smtp.MemoryBudget;
import org.chancery.smtp.SmtpReply;
import org.chancery.smtp.SmtpServer;
import org.chancery.smtp.SmtpServerOptions;
import org.chancery.smtp.SmtpSession;

/// The mail server of one example domain: takes mail for it, with STARTTLS, and keeps what came.
final class MailHost implements MailHandler, AutoCloseable {
    private static final long MEMORY = 64L << 20;
    private final String domain;
    private final List<Copy> copies = Collections.synchronizedList(new ArrayList<>());
    private Optional<SmtpServer> server = Optional.empty();

    /// One message as it arrived for one person.
    record Copy(Address recipient, MailFrom returnPath, boolean tls, String peer, Message message) {}

    private MailHost(String domain) {
        this.domain = domain;
    }

    static MailHost start(String domain, InetSocketAddress address, Surroundings surroundings) throws IOException {
        MailHost host = new MailHost(domain);
        SelfSignedCertificate certificate =
                SelfSignedCertificate.create(List.of("mx." + domain), surroundings.clock(), surroundings.random());
        host.server = Optional.of(SmtpServer.start(
                SmtpServerOptions.of(SmtpSession.Kind.MX, "mx." + domain, address, host, new MemoryBudget(MEMORY), surroundings.random())
                        .withTls(certificate.serverContext())));
        return host;
    }

    @Override
    public SmtpReply mail(SmtpSession session, MailFrom from) {
        return SmtpReply.of(250, "2.1.0", "ok");
    }

    @Override
    public SmtpReply recipient(SmtpSession session, MailFrom from, List<Recipient> soFar, Recipient recipient) {
        return recipient.address().domain().ascii().equals(domain)
                ? SmtpReply.of(250, "2.1.5", "ok")
                : SmtpReply.of(550, "5.7.1", "not our domain");
    }

    @Override
    public List<SmtpReply> message(SmtpSession session, Envelope envelope, byte[] octets, Deadline deadline) {
        Message message = Message.parse(octets).orThrow();
        envelope.recipients().forEach(recipient -> copies.add(new Copy(
                recipient.address(), envelope.mailFrom(), session.tls().isPresent(), session.peer().getHostAddress(), message)));
        return List.of(SmtpReply.of(250, "2.0.0", "delivered"));
    }

    /// What has come so far.
    List<Copy> copies() {
        return List.copyOf(copies);
    }

    @Override
    public void close() {
        server.ifPresent(SmtpServer::close);
    }
}

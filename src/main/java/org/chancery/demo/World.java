package org.chancery.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.secrets.SelfSignedCertificate;
import org.chancery.server.Surroundings;

/// The small internet of the demo: a zone server, and a mail server for each domain that has members. All listen on loopback,
/// each domain at an address of its own, all mail servers on one port.
final class World implements AutoCloseable {
    static final String LISTS = "lists.example.org";
    static final String LISTS_ADDRESS = "127.0.0.1";
    /// Domain -> the address of its mail server, which is also where its people post from.
    static final Map<String, String> DOMAINS = domains();
    private static final int TRIES = 20;
    private final ZoneServer dns;
    private final Map<String, MailHost> hosts;
    private final Map<String, OutgoingMail> signers;
    private final SelfSignedCertificate certificate;
    private final int port;

    private World(ZoneServer dns, Map<String, MailHost> hosts, Map<String, OutgoingMail> signers, SelfSignedCertificate certificate, int port) {
        this.dns = dns;
        this.hosts = hosts;
        this.signers = signers;
        this.certificate = certificate;
        this.port = port;
    }

    private static Map<String, String> domains() {
        Map<String, String> domains = new LinkedHashMap<>();
        domains.put("example.net", "127.0.0.2");
        domains.put("example.com", "127.0.0.3");
        domains.put("example.edu", "127.0.0.4");
        return domains;
    }

    static World start(Surroundings surroundings) throws IOException {
        Map<String, OutgoingMail> signers = new LinkedHashMap<>();
        DOMAINS.keySet().forEach(domain -> signers.put(domain, OutgoingMail.of(domain, surroundings.clock())));
        ZoneServer dns = ZoneServer.start(Zone.read(zone(signers)).orThrow(), 0);
        SelfSignedCertificate certificate = SelfSignedCertificate.create(List.of(LISTS), surroundings.clock(), surroundings.random());
        for (int tried = 0; ; tried++) {
            int port = freePort();
            try {
                return new World(dns, hosts(port, surroundings), signers, certificate, port);
            } catch (BindException taken) {
                if (tried == TRIES) {
                    dns.close();
                    throw taken;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
            return probe.getLocalPort();
        }
    }

    private static Map<String, MailHost> hosts(int port, Surroundings surroundings) throws IOException {
        Map<String, MailHost> hosts = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> domain : DOMAINS.entrySet()) {
                hosts.put(domain.getKey(), MailHost.start(domain.getKey(), new InetSocketAddress(domain.getValue(), port), surroundings));
            }
        } catch (IOException e) {
            hosts.values().forEach(MailHost::close);
            throw e;
        }
        return hosts;
    }

    /// The zone of all example domains: MX, A, PTR, SPF, DKIM and DMARC, in the form of `--dns`.
    private static String zone(Map<String, OutgoingMail> signers) {
        StringBuilder json = new StringBuilder("{");
        json.append(names(LISTS, LISTS_ADDRESS));
        DOMAINS.forEach((domain, address) -> json.append(",").append(names(domain, address)));
        signers.forEach((domain, signer) -> json.append(",\"" + OutgoingMail.SELECTOR + "._domainkey." + domain + ".\": {\"TXT\": [\"v=DKIM1; k=rsa; p=" + signer.publicKey() + "\"]}"));
        return json.append("}").toString();
    }

    private static String names(String domain, String address) {
        return """
                "%1$s.": {"MX": [[10, "mx.%1$s."]], "TXT": ["v=spf1 ip4:%2$s -all"]},
                "_dmarc.%1$s.": {"TXT": ["v=DMARC1; p=reject"]},
                "mx.%1$s.": {"A": ["%2$s"]},
                "%3$s.0.0.127.in-addr.arpa.": {"PTR": ["mx.%1$s."]}
                """.formatted(domain, address, address.substring(address.lastIndexOf('.') + 1));
    }

    /// Writes the certificate and its key where the configuration can name them; the key for its owner only.
    void writeCertificate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("demo.crt"), certificate.certificatePem());
        Path key = folder.resolve("demo.key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, certificate.keyPem().revealText());
    }

    SelfSignedCertificate certificate() {
        return certificate;
    }

    InetSocketAddress dns() {
        return dns.address();
    }

    /// The port of every mail server of this world.
    int port() {
        return port;
    }

    /// Where the mail server of a domain listens and its people post from.
    static String addressOf(String domain) {
        return Optional.ofNullable(DOMAINS.get(domain)).orElseThrow(() -> new IllegalArgumentException("no such domain in this world: " + domain));
    }

    /// The message as the mail server of this domain sends it on.
    List<String> signed(String domain, List<String> lines) {
        OutgoingMail signer = signers.get(domain);
        if (signer == null) {
            throw new IllegalArgumentException("no such domain in this world: " + domain);
        }
        return signer.signed(lines);
    }

    MailHost host(String domain) {
        MailHost host = hosts.get(domain);
        if (host == null) {
            throw new IllegalArgumentException("no such domain in this world: " + domain);
        }
        return host;
    }

    @Override
    public void close() throws IOException {
        hosts.values().forEach(MailHost::close);
        dns.close();
    }
}

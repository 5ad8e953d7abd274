package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Fault;
import org.chancery.dns.Zone;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Row I20 of reliability.md over real SMTP: whatever a name server does wrong is temporary. Where a verdict needs what could not be asked, the
/// client hears 4yz; it is never refused for good, never accepted without the proof that was asked for, and nobody gets a report.
class DnsFaultsTest {
    private static final List<Fault> FAULTS = List.of(
            new Fault.ServFail(), new Fault.Refused(), new Fault.Silence(), new Fault.Garbage(), new Fault.WrongQuestion(), new Fault.CnameLoop(0),
            new Fault.CnameLoop(3), new Fault.CnameLoop(40), new Fault.CnameChain(), new Fault.Truncated(), new Fault.Lame(), new Fault.Delay(Duration.ofSeconds(8)));

    /// Which answer is missing; the domain has that one way to vouch for its mail, and a DMARC record.
    private enum Missing {
        SPF,
        DKIM_KEY,
        /// Which says whether a subdomain may speak for it.
        DMARC;

        String spfDomain(String domain) {
            return this == DMARC ? "mail." + domain : domain;
        }
    }

    private static Site site;
    private static SigningKey key;
    private static MailingList members;
    private static MailingList open;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        site = Site.start("dns.timeout_seconds=1");
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String record = "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        key = new SigningKey(Algorithm.ED25519_SHA256, Domain.of("example.org"), "k", pair.getPrivate());
        members = site.list("members@" + Site.DOMAIN, "discussion", "accept when from member and proof at least domain. otherwise refuse.");
        open = site.openList("anybody", "reader@example.com");
        Zone zone = Zone.read(Site.zone()).orThrow();
        for (int i = 0; i < FAULTS.size(); i++) {
            for (Missing missing : Missing.values()) {
                String domain = domain(missing, i);
                zone = zone.with(Zone.read(missing == Missing.DKIM_KEY
                        ? "{\"k._domainkey.%1$s.\": {\"TXT\": [\"%2$s\"]}, \"%1$s.\": {\"A\": [\"127.0.0.1\"]}, \"_dmarc.%1$s.\": {\"TXT\": [\"v=DMARC1; p=reject\"]}}".formatted(domain, record)
                        : "{\"%2$s.\": {\"TXT\": [\"v=spf1 ip4:127.0.0.1 -all\"]}, \"_dmarc.%1$s.\": {\"TXT\": [\"v=DMARC1; p=reject\"]}}".formatted(domain, missing.spfDomain(domain))).orThrow());
                site.add(members, "ann@" + domain, org.chancery.list.Role.MEMBER);
            }
        }
        site.dns().serve(zone);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String domain(Missing missing, int number) {
        return missing.name().toLowerCase(Locale.ROOT).replace('_', '-') + number + ".test";
    }

    private static String broken(Missing missing, int number) {
        return switch (missing) {
            case SPF -> "";
            case DKIM_KEY -> "k._domainkey.";
            case DMARC -> "_dmarc.";
        } + domain(missing, number);
    }

    private static String post(Missing missing, int number, MailingList to) throws IOException, GeneralSecurityException {
        String from = "ann@" + domain(missing, number);
        byte[] message = Site.message(from, to.address().toString(), missing + " " + number);
        if (missing == Missing.DKIM_KEY) {
            Message parsed = Message.parse(message).orThrow();
            SigningKey own = new SigningKey(key.algorithm(), Domain.of(domain(missing, number)), key.selector(), key.key());
            message = parsed.edit().prepend(new DkimSigner(parsed, List.of(), Instant.now()).sign(own, List.of())).build().toByteArray();
        }
        return site.post("ann@" + missing.spfDomain(domain(missing, number)), to.address().toString(), message);
    }

    /// What each post of each domain hears.
    private static Map<String, String> replies(MailingList to) throws Exception {
        Map<String, Future<String>> asked = new TreeMap<>();
        try (ExecutorService posters = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Missing missing : Missing.values()) {
                for (int i = 0; i < FAULTS.size(); i++) {
                    int number = i;
                    asked.put(missing + " " + FAULTS.get(i), posters.submit(() -> post(missing, number, to)));
                }
            }
        }
        Map<String, String> replies = new TreeMap<>();
        for (Map.Entry<String, Future<String>> one : asked.entrySet()) {
            replies.put(one.getKey(), one.getValue().get());
        }
        return replies;
    }

    private static List<String> others(Map<String, String> replies, String expected) {
        List<String> others = new ArrayList<>();
        replies.forEach((script, reply) -> {
            if (!reply.startsWith(expected)) {
                others.add(script + ": " + reply);
            }
        });
        return others;
    }

    @Test
    void i20_thirty_six_faults_of_name_servers_delay_who_needs_the_answer_and_nobody_else_and_no_report_goes_out() throws Exception {
        for (Missing missing : Missing.values()) {
            for (int i = 0; i < FAULTS.size(); i++) {
                site.dns().fault(broken(missing, i), FAULTS.get(i));
            }
        }
        assertThat(others(replies(members), "451 4.")).as("needs a pass").isEmpty();
        assertThat(others(replies(open), "250 ")).as("needs none").isEmpty();
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.recipients().stream().anyMatch(recipient -> recipient.startsWith("ann@")));
        for (Missing missing : Missing.values()) {
            for (int i = 0; i < FAULTS.size(); i++) {
                site.dns().heal(broken(missing, i));
            }
        }
        Thread.sleep(Duration.ofSeconds(6)); // a failure is remembered for five seconds
        assertThat(others(replies(members), "250 ")).as("when all is well again").isEmpty();
    }
}

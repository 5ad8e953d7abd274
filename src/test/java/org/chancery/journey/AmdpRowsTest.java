package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.policy.Policies;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// More wishes and answers of authorisation.md section 4.2: rows Z2 (the verdict is given in the dialogue), Z4 (to be authenticated is not
/// to be authorised) and Z5 (strangers have a door), over real SMTP and a real zone server.
class AmdpRowsTest {
    private static final String SPAMMER = "sales@spam.example";
    private static final String STRANGER = "stranger@example.com";
    private static final String PROVED = "proved@example.edu";
    private static final String FORGED = "eva@elsewhere.example";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(String from, MailingList list) throws IOException {
        return site.post(from, list.address().toString(), Site.message(from, list.address().toString(), "x"));
    }

    @Test
    void az2_each_rule_that_refuses_says_in_the_dialogue_why_which_rule_and_where_to_read_on() throws IOException {
        MailingList list = site.list("rules@" + Site.DOMAIN, "discussion", """
                refuse "No machines" when automatic mail.
                refuse "Too much" when size over 20 KB.
                refuse "No subject" when subject empty.
                otherwise refuse "Nobody else".
                """);
        String page = "/policy/rules@" + Site.DOMAIN + ")";
        String to = list.address().toString();
        Map<String, byte[]> mails = Map.of(
                "No machines (rule 1, ", Site.message(PROVED, to, "x", "Auto-Submitted: auto-generated\r\n", "x\r\n"),
                "Too much (rule 2, ", Site.message(PROVED, to, "x", "", "A line of this text.\r\n".repeat(2_000)),
                "No subject (rule 3, ", Site.message(PROVED, to, "", "", "x\r\n"),
                "Nobody else (rule 4, ", Site.message(PROVED, to, "x"));
        for (Map.Entry<String, byte[]> mail : mails.entrySet()) {
            assertThat(site.post(PROVED, to, mail.getValue())).startsWith("550 5.7.1 " + mail.getKey() + "http").endsWith(page);
        }
        MailingList terse = site.list("terse@" + Site.DOMAIN, "discussion", "otherwise refuse.");
        assertThat(post(PROVED, terse)).matches("550 5\\.7\\.1 Refused by the policy of this list \\(rule 1, http\\S+/policy/terse@lists\\.example\\.org\\)");
        site.settle();
        assertThat(site.sink().messages()).as("no report to anybody").noneMatch(mail -> mail.recipients().contains(PROVED));
    }

    @Test
    void az2_a_forged_sender_hears_nothing_by_mail_whatever_the_list_does() throws IOException {
        for (String outcome : List.of("refuse", "hold", "drop", "ask sender to confirm")) {
            MailingList list = site.list("z2-" + outcome.length() + outcome.charAt(0) + "@" + Site.DOMAIN, "discussion", "otherwise " + outcome + ".");
            site.post(FORGED, list.address().toString(), Site.message(FORGED, list.address().toString(), outcome));
        }
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.recipients().contains(FORGED));
    }

    static List<String> styles() {
        return Policies.STYLES.subList(0, 8); // those without protection
    }

    @MethodSource("styles")
    @ParameterizedTest
    void az4_a_spammer_with_good_dkim_spf_and_dmarc_is_accepted_by_no_shipped_policy(String style) throws Exception {
        MailingList list = site.list("z4-" + style + "@" + Site.DOMAIN, style, "");
        String to = list.address().toString();
        String reply = site.post(SPAMMER, to, signed(Site.message(SPAMMER, to, "Cheap watches")));
        boolean waits = reply.startsWith("250") && site.onList(reply).post().state() == State.HELD;
        assertThat(waits || reply.startsWith("550 ")).as(reply).isTrue();
    }

    private static byte[] signed(byte[] post) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        site.dns().serve(Zone.read(Site.zone()).orThrow().with(Zone.read("""
                {"s%2$d._domainkey.spam.example.": {"TXT": ["v=DKIM1; k=ed25519; p=%1$s"]}, "_dmarc.spam.example.": {"TXT": ["v=DMARC1; p=reject"]},
                 "spam.example.": {"TXT": ["v=spf1 ip4:127.0.0.1 -all"]}}
                """.formatted(Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)), Arrays.hashCode(encoded) & 0xFFFF)).orThrow()));
        SigningKey key = new SigningKey(Algorithm.ED25519_SHA256, Domain.of("spam.example"), "s" + (Arrays.hashCode(encoded) & 0xFFFF), pair.getPrivate());
        Message message = Message.parse(post).orThrow();
        return message.edit().prepend(new DkimSigner(message, List.of(), Instant.now()).sign(key, List.of())).build().toByteArray();
    }

    /// What becomes of a stranger whose domain vouches for her: docs/admin/rules.md has the same table.
    private static final Map<String, String> STRANGERS = Map.ofEntries(
            Map.entry("discussion", "held"), Map.entry("private", "held"), Map.entry("contract", "held"), Map.entry("desk", "held"), Map.entry("umbrella", "held"),
            Map.entry("announce", "550 5.7.1 Only named senders may post here"), Map.entry("newsletter", "550 5.7.1 "),
            Map.entry("agency", "550 5.7.1 Post through the agency's submission server"));

    @MethodSource("styles")
    @ParameterizedTest
    void az5_a_stranger_finds_an_open_door_or_the_refusal_names_one(String style) throws IOException {
        MailingList list = site.list("z5-" + style + "@" + Site.DOMAIN, style, "");
        String reply = post(STRANGER, list);
        String expected = Optional.ofNullable(STRANGERS.get(style)).orElseThrow();
        if (expected.equals("held")) {
            assertThat(site.onList(reply).post().state()).isEqualTo(State.HELD);
        } else {
            assertThat(reply).startsWith(expected).contains("/policy/");
        }
    }
}
